import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { toInt16 } from '../../src/dsp/int16.ts';
import { parseXml, textIn, type XmlElement } from '../../src/vapix/soap-xml.ts';
import { sine } from '../support/sounds.ts';
import { wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';
import { filter, wished, wrapped } from '../support/vapix-soap.ts';

const INPUT = 'tns1:Device/tnsaxis:IO/VirtualInput';
const raised = (port: number) =>
  filter(
    INPUT,
    `boolean(//SimpleItem[@Name="port" and @Value="${port}"]) and boolean(//SimpleItem[@Name="active" and @Value="1"])`,
  );

describe('the action service', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  let state: string;
  let server: Server;
  let told = '';

  before(async () => {
    state = await mkdtemp(join(tmpdir(), 'stentor-actions-'));
    stentor = await startStentor({ state });
    await stentor.setUp();
    await stentor.upload('ding.wav', wav(toInt16(sine(440, 48_000, 4800, 0.25))));
    server = createServer(socket => socket.on('data', (data: Buffer) => (told += data.toString())));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await stentor.stop();
    server.close();
    await rm(state, { recursive: true, force: true });
  });

  async function call(name: string, inner = ''): Promise<XmlElement> {
    const headers = { 'content-type': 'application/soap+xml; charset=utf-8' };
    const body = wrapped(`<act:${name}>${inner}</act:${name}>`);
    const answer = await stentor.fetch('/vapix/services', { method: 'POST', body, headers });
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    const element = parseXml(text).children[0]?.children[0];
    assert.equal(element?.name, `${name}Response`);
    return element;
  }
  const listed = async (name: string) => (await call(name)).children[0]?.children ?? [];
  const configure = async (token: string, values: Readonly<Record<string, string>>) =>
    textIn(await call('AddActionConfiguration', wished('Action', token, values)), 'ConfigurationID');
  const rule = async (name: string, inner: string, action: string) => {
    const wish = `<act:Name>${name}</act:Name><act:Enabled>true</act:Enabled>${inner}<act:PrimaryAction>${action}</act:PrimaryAction>`;
    return textIn(await call('AddActionRule', `<act:NewActionRule>${wish}</act:NewActionRule>`), 'RuleID');
  };
  const raise = async (port: number) => {
    const answer = await stentor.fetch(`/axis-cgi/virtualinput/activate.cgi?schemaversion=1&port=${port}&duration=0`);
    assert.match(await answer.text(), /<StateChanged>true</);
  };

  it('offers what the speaker can do', async () => {
    const tokens = (await listed('GetActionTemplates')).map(each => textIn(each, 'TemplateToken'));
    for (const name of ['play.audioclip', 'ledcontrol']) {
      for (const way of ['fixed', 'unlimited']) assert.ok(tokens.includes(`com.axis.action.${way}.${name}`), name);
    }
    for (const name of [
      'stop.audioclip',
      'notification.http',
      'notification.https',
      'notification.smtp',
      'notification.tcp',
    ]) {
      assert.ok(tokens.includes(`com.axis.action.fixed.${name}`), name);
    }
    assert.ok(tokens.includes('stentor.action.unlimited.rules.set-virtual-input'));
    assert.equal(new Set(tokens).size, tokens.length);
    await configure('com.axis.action.fixed.ledcontrol', {
      led: 'statusled',
      color: 'RED',
      duration: '5',
      interval: '250',
    });
    const [made] = await listed('GetActionConfigurations');
    await call(
      'RemoveActionConfiguration',
      `<act:ConfigurationID>${textIn(made!, 'ConfigurationID')}</act:ConfigurationID>`,
    );
  });

  it('has the speaker play a clip when a virtual input is raised, and the page shows the rule', async () => {
    const action = await configure('com.axis.action.fixed.play.audioclip', { location: 'ding.wav', volume: '50' });
    const id = await rule('Gong', `<act:StartEvent>${raised(7)}</act:StartEvent>`, action);
    await raise(7);
    const played = async () => (await (await stentor.fetch('/api/events')).text()).includes('"fileName":"ding.wav"');
    await eventually('the clip plays', played);
    const { rules } = (await (await stentor.fetch('/api/rules')).json()) as { rules: { id: string; name: string }[] };
    assert.deepEqual(
      rules.map(each => [each.id, each.name]),
      [[id, 'Gong']],
    );
  });

  it('tells a server of TCP, with the words of the event', async () => {
    const { port } = server.address() as AddressInfo;
    const values = { message: 'port {{port}} is up', host: '127.0.0.1', port: String(port), qos: '0' };
    const action = await configure('com.axis.action.fixed.notification.tcp', values);
    await rule('Tell', `<act:Conditions><act:Condition>${raised(8)}</act:Condition></act:Conditions>`, action);
    await raise(8);
    await eventually('the server is told', () => told === 'port 8 is up');
    assert.match(textIn((await listed('GetRecipientConfigurations'))[0]!, 'TemplateToken'), /recipient.tcp$/);
  });

  it('lists the rules of the page, whatever they do', async () => {
    const made = await stentor.fetch('/api/rules', {
      method: 'POST',
      body: JSON.stringify({
        name: 'Of the page',
        conditions: [{ event: 'system.ready', fields: { ready: true } }],
        action: { id: 'speech.say', args: { text: 'Hello' } },
      }),
    });
    assert.ok(made.ok, await made.text());
    const all = await listed('GetActionRules');
    assert.deepEqual(
      all.map(each => textIn(each, 'Name')),
      ['Gong', 'Tell', 'Of the page'],
    );
    const primary = textIn(all[2]!, 'PrimaryAction');
    const own = (await listed('GetActionConfigurations')).find(each => textIn(each, 'ConfigurationID') === primary);
    assert.equal(textIn(own!, 'TemplateToken'), 'stentor.action.fixed.speech.say');
  });

  it('keeps what was set up over a restart, and lets it be removed', async () => {
    const before = await listed('GetActionRules');
    await stentor.stop();
    stentor = await startStentor({ state });
    const rules = await listed('GetActionRules');
    assert.deepEqual(
      rules.map(each => textIn(each, 'PrimaryAction')),
      before.map(each => textIn(each, 'PrimaryAction')),
    );
    for (const each of rules) {
      await call('RemoveActionRule', `<act:RuleID>${textIn(each, 'RuleID')}</act:RuleID>`);
      const primary = textIn(each, 'PrimaryAction');
      await call('RemoveActionConfiguration', `<act:ConfigurationID>${primary}</act:ConfigurationID>`);
    }
    for (const name of ['GetActionRules', 'GetActionConfigurations', 'GetRecipientConfigurations']) {
      assert.equal((await listed(name)).length, 0, name);
    }
    const kept = await readFile(join(state, 'action-configurations.json'), 'utf8');
    assert.deepEqual((JSON.parse(kept) as { content: unknown }).content, []);
  });

  it('is told of by the entry service and its WSDL', async () => {
    const body = wrapped('<e:GetServices xmlns:e="http://www.axis.com/vapix/ws/entry"/>');
    const services = await (await stentor.fetch('/vapix/services', { method: 'POST', body })).text();
    assert.match(services, /vapix\/ws\/action1/);
    const wsdl = await (await stentor.fetch('/wsdl/vapix/ActionService.wsdl')).text();
    assert.equal(parseXml(wsdl).name, 'definitions');
    assert.match(wsdl, new RegExp(`location="${stentor.https}/vapix/services"`));
  });
});
