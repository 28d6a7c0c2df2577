import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { childNamed, textIn, type XmlElement } from '../../../src/vapix/soap-xml.ts';
import { fakeActionService } from '../../support/vapix-actions.ts';
import { wished } from '../../support/vapix-soap.ts';

const PLAY = 'com.axis.action.fixed.play.audioclip';
const WEB = {
  upload_url: 'http://192.0.2.1/notify',
  login: 'ann',
  password: 'pa&amp;ss',
  proxy_host: '192.0.2.2',
  proxy_port: '3128',
  proxy_login: '',
  proxy_password: '',
  qos: '0',
};

const parametersIn = (element: XmlElement | undefined): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    (childNamed(element!, 'Parameters')?.children ?? []).map(({ attributes }) => [
      attributes.get('Name') ?? '',
      attributes.get('Value') ?? attributes.get('Type'),
    ]),
  );
const listIn = (answer: XmlElement) => answer.children[0]?.children ?? [];

describe('action templates', () => {
  it('are the vendor’s for what the speaker can do, and our own for all actions', async () => {
    const { call } = await fakeActionService();
    const templates = listIn(await call('GetActionTemplates'));
    const tokens = templates.map(template => textIn(template, 'TemplateToken'));
    for (const token of [
      PLAY,
      'com.axis.action.unlimited.play.audioclip',
      'com.axis.action.fixed.stop.audioclip',
      'com.axis.action.fixed.notification.smtp',
      'com.axis.action.fixed.notification.tcp',
      'stentor.action.fixed.speech.say',
      'stentor.action.fixed.notify.upload-clip',
    ]) {
      assert.ok(tokens.includes(token), token);
    }
    for (const token of ['com.axis.action.unlimited.notification.tcp', 'com.axis.action.fixed.ledcontrol']) {
      assert.ok(!tokens.includes(token), token);
    }
    const http = templates.find(each => textIn(each, 'TemplateToken') === 'com.axis.action.fixed.notification.http');
    assert.equal(textIn(http!, 'RecipientTemplate'), 'com.axis.recipient.http');
    assert.equal(parametersIn(http)['upload_url'], 'xsd:string');
    assert.equal(parametersIn(http)['http_headers'], 'xsd:string');
    assert.ok(templates.every(each => childNamed(each, 'Parameters') !== undefined));
  });
});

describe('action configurations', () => {
  it('are added, listed and removed, with the vendor’s parameters', async () => {
    const { call, file } = await fakeActionService();
    const added = await call(
      'AddActionConfiguration',
      wished('Action', PLAY, { location: 'ding.mp3', Volume: '50' }, 'Gong'),
    );
    assert.equal(textIn(added, 'ConfigurationID'), '1');
    const [listed] = listIn(await call('GetActionConfigurations'));
    assert.equal(textIn(listed!, 'Name'), 'Gong');
    assert.equal(textIn(listed!, 'TemplateToken'), PLAY);
    assert.deepEqual(parametersIn(listed), {
      location: 'ding.mp3',
      repeat: '0',
      volume: '50',
      audiodeviceid: '0',
      audiooutputid: '0',
      audiooutput: '',
    });
    await call('RemoveActionConfiguration', '<act:ConfigurationID>1</act:ConfigurationID>');
    assert.deepEqual(file.content, []);
    const again = await call('AddActionConfiguration', wished('Action', PLAY, { location: 'x' }));
    assert.equal(textIn(again, 'ConfigurationID'), '2');
  });

  it('say what is wrong with the faults of the WSDL', async () => {
    const { faultOf } = await fakeActionService();
    const add = (token: string, values: Readonly<Record<string, string>>) =>
      faultOf('AddActionConfiguration', wished('Action', token, values));
    assert.equal(await add('com.axis.action.fixed.light', {}), 'ActionTemplateNotFound');
    assert.equal(await add(PLAY, {}), 'ParametersMissmatch');
    assert.equal(await add(PLAY, { location: 'x', colour: 'red' }), 'ParametersMissmatch');
    assert.equal(await add(PLAY, { location: 'x', volume: 'loud' }), 'ParametersMissmatch');
    assert.equal(await add(PLAY, { location: 'x', audiodeviceid: '1' }), 'ParametersMissmatch');
    assert.equal(await faultOf('AddActionConfiguration', ''), 'ParametersMissmatch');
    for (const id of ['7', '0', 'x', '-1']) {
      const inner = `<act:ConfigurationID>${id}</act:ConfigurationID>`;
      assert.equal(await faultOf('RemoveActionConfiguration', inner), 'ActionConfigurationNotFound');
    }
  });

  it('of our own templates hold any action', async () => {
    const { call } = await fakeActionService();
    await call(
      'AddActionConfiguration',
      wished('Action', 'stentor.action.fixed.speech.say', { text: 'Hello &#10;you' }),
    );
    const [listed] = listIn(await call('GetActionConfigurations'));
    assert.deepEqual(parametersIn(listed), { text: 'Hello \nyou', volume: '100' });
  });

  it('bring the recipient that stands in them, once, and take it with them', async () => {
    const { call, notifier } = await fakeActionService();
    const token = 'com.axis.action.fixed.notification.http';
    const add = async (values: Readonly<Record<string, string>>) =>
      textIn(await call('AddActionConfiguration', wished('Action', token, values, 'Tell')), 'ConfigurationID');
    const first = await add({ message: 'a', method: 'POST', ...WEB });
    const [recipient] = notifier.recipients.list();
    assert.deepEqual(recipient, {
      id: '0',
      name: 'Tell',
      type: 'http',
      fields: { url: WEB.upload_url, username: 'ann', proxy: '192.0.2.2:3128' },
      secrets: ['password'],
    });
    assert.equal(notifier.recipients.reachable({}, '0').fields['password'], 'pa&ss');
    const second = await add({ message: 'b', ...WEB, password: '' });
    assert.equal(notifier.recipients.list().length, 1);
    await add({ message: 'c', ...WEB, password: 'other' });
    assert.equal(notifier.recipients.list().length, 2);
    const [listed] = listIn(await call('GetActionConfigurations'));
    const told = parametersIn(listed);
    assert.deepEqual([told['upload_url'], told['proxy_port'], told['method']], [WEB.upload_url, '3128', 'POST']);
    assert.equal(told['password'], '');
    const remove = (id: string) =>
      call('RemoveActionConfiguration', `<act:ConfigurationID>${id}</act:ConfigurationID>`);
    await remove(first);
    assert.equal(notifier.recipients.has('0'), true);
    await remove(second);
    assert.equal(notifier.recipients.has('0'), true); // it came with the first, which left it to the second
  });

  it('leave no recipient behind where the action itself is wrong', async () => {
    const { faultOf, notifier } = await fakeActionService();
    const token = 'com.axis.action.fixed.notification.http';
    const wish = wished('Action', token, { method: 'FETCH', ...WEB });
    assert.equal(await faultOf('AddActionConfiguration', wish), 'ParametersMissmatch');
    assert.equal(notifier.recipients.list().length, 0);
  });

  it('tell how recipients are reached to administrators alone', async () => {
    const { call, send } = await fakeActionService();
    await call('AddRecipientConfiguration', wished('Recipient', 'com.axis.recipient.http', WEB));
    await call('AddActionConfiguration', wished('Action', 'com.axis.action.fixed.notification.http', WEB));
    for (const name of ['GetActionConfigurations', 'GetRecipientConfigurations']) {
      assert.match((await send(`<act:${name}/>`)).text, /192\.0\.2\.1/);
      const { status, text } = await send(`<act:${name}/>`, { role: 'operator' });
      assert.equal(status, 200);
      assert.doesNotMatch(text, /192\.0\.2\.1|pa&amp;ss|ann/);
      assert.equal((await send(`<act:${name}/>`, { role: 'viewer' })).status, 401);
    }
    const add = wished('Action', PLAY, { location: 'x' });
    assert.equal(
      (await send(`<act:AddActionConfiguration>${add}</act:AddActionConfiguration>`, { role: 'operator' })).status,
      401,
    );
  });
});

describe('recipient configurations', () => {
  const SMTP = {
    email_to: 'a@example.com,b@example.com',
    email_from: 'c@example.com',
    host: 'mail.example.com',
    port: '465',
    login: 'c',
    password: 'secret',
    pop_host: '',
    pop_port: '',
    pop_login: '',
    pop_password: '',
    qos: '0',
    encryption: 'ssl',
    validate_server_cert: '0',
  };

  it('of all types the vendor and we have are added and come back as they were, but for secrets', async () => {
    const { call, notifier } = await fakeActionService();
    const all: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      http: WEB,
      https: { ...WEB, upload_url: 'https://192.0.2.1/', validate_server_cert: '1' },
      smtp: SMTP,
      tcp: { host: '192.0.2.3', port: '5000', qos: '0' },
      ftp: {
        host: 'h',
        port: '21',
        upload_path: '/x',
        login: 'l',
        password: 'p',
        temporary: '0',
        qos: '0',
        passive: '1',
      },
    };
    for (const [type, values] of Object.entries(all)) {
      await call('AddRecipientConfiguration', wished('Recipient', `com.axis.recipient.${type}`, values, type));
    }
    const listed = listIn(await call('GetRecipientConfigurations'));
    assert.deepEqual(
      listed.map(each => [textIn(each, 'ConfigurationID'), textIn(each, 'TemplateToken'), parametersIn(each)]),
      Object.entries(all).map(([type, values], i) => [
        String(i + 1),
        `com.axis.recipient.${type}`,
        { ...values, ...('password' in values ? { password: '' } : {}) },
      ]),
    );
    assert.equal(notifier.recipients.get('2').fields['encryption'], 'tls');
    const templates = listIn(await call('GetRecipientTemplates')).map(each => textIn(each, 'TemplateToken'));
    assert.ok(templates.includes('com.axis.recipient.sftp'));
  });

  it('say what is wrong', async () => {
    const { call, faultOf, send } = await fakeActionService();
    const add = (token: string, values: Readonly<Record<string, string>>) =>
      faultOf('AddRecipientConfiguration', wished('Recipient', token, values));
    assert.equal(await add('com.axis.recipient.networkshare', {}), 'RecipientTemplateNotFound');
    assert.equal(await add('com.axis.recipient.tcp', { host: 'h' }), 'ParametersMissmatch');
    assert.equal(await add('com.axis.recipient.tcp', { host: 'h', port: '70000' }), 'ParametersMissmatch');
    assert.equal(await add('com.axis.recipient.smtp', { ...SMTP, pop_host: 'pop' }), 'ParametersMissmatch');
    assert.equal(await add('com.axis.recipient.smtp', { ...SMTP, encryption: 'rot13' }), 'ParametersMissmatch');
    const remove = (id: string) =>
      `<act:RemoveRecipientConfiguration><act:ConfigurationID>${id}</act:ConfigurationID></act:RemoveRecipientConfiguration>`;
    assert.match((await send(remove('1'))).text, /RecipientConfigurationNotFoundFault/);
    await call('AddRecipientConfiguration', wished('Recipient', 'com.axis.recipient.http', WEB));
    const action = await call(
      'AddActionConfiguration',
      wished('Action', 'com.axis.action.fixed.notification.http', WEB),
    );
    const refused = await send(remove('1'));
    assert.deepEqual([refused.status, refused.text.includes('remove them first')], [400, true]);
    await call(
      'RemoveActionConfiguration',
      `<act:ConfigurationID>${textIn(action, 'ConfigurationID')}</act:ConfigurationID>`,
    );
    assert.equal((await send(remove('1'))).status, 200);
  });
});
