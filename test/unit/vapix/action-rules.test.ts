import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Rule } from '../../../src/api/contract.ts';
import { childNamed, textIn, type XmlElement } from '../../../src/vapix/soap-xml.ts';
import { fakeActionService } from '../../support/vapix-actions.ts';
import { filter, wished } from '../../support/vapix-soap.ts';

const INPUT = 'tns1:Device/tnsaxis:IO/VirtualInput';
const item = (name: string, value: string) => `boolean(//SimpleItem[@Name="${name}" and @Value="${value}"])`;
const start = (xml: string) => `<act:StartEvent>${xml}</act:StartEvent>`;
const conditions = (...all: string[]) =>
  `<act:Conditions>${all.map(xml => `<act:Condition>${xml}</act:Condition>`).join('')}</act:Conditions>`;

describe('action rules', () => {
  async function rig() {
    const fake = await fakeActionService();
    const config = async (way = 'fixed', location = 'ding.mp3') => {
      const token = `com.axis.action.${way}.play.audioclip`;
      return textIn(
        await fake.call('AddActionConfiguration', wished('Action', token, { location })),
        'ConfigurationID',
      );
    };
    const wish = (inner: string, action: string, more = '') =>
      `<act:NewActionRule><act:Name>Gate</act:Name><act:Enabled>true</act:Enabled>${inner}<act:PrimaryAction>${action}</act:PrimaryAction>${more}</act:NewActionRule>`;
    const listed = async (): Promise<readonly XmlElement[]> =>
      (await fake.call('GetActionRules')).children[0]?.children ?? [];
    return { ...fake, config, wish, listed };
  }

  const stored = (rules: { list(): readonly Rule[] }) => rules.list()[0]!;

  it('are made of a start event, conditions, and configurations', async () => {
    const { call, config, wish, rules } = await rig();
    const [primary, failover] = [await config('unlimited'), await config('fixed', 'dong.mp3')];
    const inner = `${start(filter(INPUT, `${item('port', '3')} and ${item('active', '1')}`))}${conditions(
      filter('tns1:Device/tnsaxis:Status/tnsaxis:SystemReady', item('ready', '1')),
    )}`;
    const more = `<act:ActivationTimeout>PT1M</act:ActivationTimeout><act:FailoverAction>${failover}</act:FailoverAction>`;
    const added = await call('AddActionRule', wish(inner, primary, more));
    assert.equal(textIn(added, 'RuleID'), '1');
    const clip = (location: string) => ({ location, repeat: 0, volume: 100, sourceClass: 'announcement' });
    assert.deepEqual(stored(rules), {
      id: '1',
      name: 'Gate',
      enabled: true,
      wait: 60,
      conditions: [
        { event: 'rules.virtual-input', fields: { port: 3, active: true }, invert: false },
        { event: 'test.ready', fields: { ready: true }, invert: false },
      ],
      trigger: true,
      action: { id: 'audio.play-clip', args: clip('ding.mp3'), hold: true },
      fallback: { id: 'audio.play-clip', args: clip('dong.mp3'), hold: false },
    });
  });

  it('are listed as they were made', async () => {
    const { call, config, wish, listed } = await rig();
    const primary = await config('unlimited');
    const inner = `${start(filter(INPUT))}${conditions(filter(INPUT, `${item('port', '3')} and ${item('active', '0')}`))}`;
    await call('AddActionRule', wish(inner, primary, '<act:ActivationTimeout>10</act:ActivationTimeout>'));
    const [rule] = await listed();
    assert.deepEqual(
      rule?.children.map(({ name }) => name),
      ['RuleID', 'Name', 'Enabled', 'StartEvent', 'Conditions', 'PrimaryAction', 'ActivationTimeout'],
    );
    assert.deepEqual(
      ['Name', 'Enabled', 'PrimaryAction', 'ActivationTimeout'].map(name => textIn(rule, name)),
      ['Gate', 'true', primary, 'PT10S'],
    );
    assert.equal(textIn(childNamed(rule, 'StartEvent')!, 'TopicExpression'), INPUT);
    const condition = childNamed(rule, 'Conditions')!.children[0]!;
    assert.equal(textIn(condition, 'MessageContent'), `${item('port', '3')} and ${item('active', '0')}`);
  });

  it('keep their configuration from being removed, which stays when they go', async () => {
    const { call, config, wish, faultOf, listed } = await rig();
    const primary = await config();
    const id = `<act:ConfigurationID>${primary}</act:ConfigurationID>`;
    await call('AddActionRule', wish(start(filter(INPUT)), primary));
    assert.equal(await faultOf('RemoveActionConfiguration', id), 'ActionConfigurationIsInUse');
    await call('RemoveActionRule', '<act:RuleID>1</act:RuleID>');
    assert.equal((await listed()).length, 0);
    assert.equal(await faultOf('RemoveActionRule', '<act:RuleID>1</act:RuleID>'), 'ActionRuleNotFound');
    assert.equal((await call('GetActionConfigurations')).children[0]?.children.length, 1);
    await call('RemoveActionConfiguration', id);
  });

  const spec: Omit<Rule, 'id'> = {
    name: 'Made on the page',
    enabled: false,
    wait: 0,
    conditions: [{ event: 'rules.virtual-input', fields: { port: 1, active: true }, invert: true }],
    trigger: false,
    action: { id: 'speech.say', args: { text: 'Hi', volume: 100 }, hold: false },
    fallback: {
      id: 'audio.play-clip',
      args: { location: 'x', repeat: 0, volume: 100, sourceClass: 'page' },
      hold: false,
    },
  };

  it('that the page made are listed with configurations of their own', async () => {
    const { call, rules, listed, faultOf } = await rig();
    await rules.add(spec);
    const [rule] = await listed();
    const numbers = [textIn(rule!, 'PrimaryAction'), textIn(rule!, 'FailoverAction')];
    const all = (await call('GetActionConfigurations')).children[0]?.children ?? [];
    assert.deepEqual(
      all.map(each => [textIn(each, 'ConfigurationID'), textIn(each, 'TemplateToken'), textIn(each, 'Name')]),
      [
        [numbers[0], 'stentor.action.fixed.speech.say', 'Made on the page'],
        [numbers[1], 'stentor.action.fixed.audio.play-clip', 'Made on the page (fallback)'],
      ],
    );
    const condition = childNamed(rule!, 'Conditions')!.children[0]!;
    assert.equal(textIn(condition, 'MessageContent'), `${item('port', '1')} and ${item('active', '0')}`);
    const id = `<act:ConfigurationID>${numbers[0]}</act:ConfigurationID>`;
    assert.equal(await faultOf('RemoveActionConfiguration', id), 'ActionConfigurationIsInUse');
    await call('RemoveActionRule', '<act:RuleID>1</act:RuleID>');
    await call('RemoveActionConfiguration', id); // it went with its rule, as was wished
  });

  it('that the page changed no longer use the configuration they were made of', async () => {
    const { call, config, wish, rules, listed } = await rig();
    const primary = await config();
    await call('AddActionRule', wish(start(filter(INPUT)), primary));
    rules.change('1', { action: { ...stored(rules).action, args: { ...stored(rules).action.args, volume: 7 } } });
    const [rule] = await listed();
    assert.notEqual(textIn(rule!, 'PrimaryAction'), primary);
    await call('RemoveActionConfiguration', `<act:ConfigurationID>${primary}</act:ConfigurationID>`);
  });

  it('come back as the same conditions', async () => {
    const { call, config, wish, rules, listed } = await rig();
    const primary = await config();
    const all: readonly Rule['conditions'][number][] = [
      { event: 'rules.virtual-input', fields: { active: true }, invert: true },
      { event: 'rules.virtual-input', fields: { port: 9 }, invert: true },
      { event: 'test.ready', fields: {}, invert: false },
      { event: 'test.call', fields: { state: 'Active', from: 'say "it\'s" & <me> [x] and @y' }, invert: false },
    ];
    for (const condition of all) {
      const { id } = await rules.add({ ...spec, conditions: [condition], trigger: true });
      const rule = (await listed()).find(each => textIn(each, 'RuleID') === id)!;
      const filterOf = childNamed(rule, 'StartEvent')!;
      const content = childNamed(filterOf, 'MessageContent')?.text ?? '';
      const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      await call('AddActionRule', wish(start(filter(textIn(filterOf, 'TopicExpression'), escaped)), primary));
      const told = rules.list().at(-1)!.conditions[0]!;
      // XPath cannot write both sorts of quotes.
      assert.equal(JSON.stringify(told), JSON.stringify(condition).replaceAll("'", ''));
    }
  });

  it('have the faults of the WSDL', async () => {
    const { config, wish, faultOf } = await rig();
    const [fixed, unlimited] = [await config(), await config('unlimited')];
    const add = (inner: string, action = fixed, more = '') => faultOf('AddActionRule', wish(inner, action, more));
    const ready = filter('tns1:Device/tnsaxis:Status/SystemReady', item('ready', '1'));
    assert.equal(await add(''), 'InsufficientActivationRule');
    assert.equal(await add(start(ready), unlimited), 'InsufficientActivationRule');
    assert.equal(await add(start(ready), '99'), 'ActionConfigurationNotFound');
    assert.equal(
      await add(start(ready), fixed, '<act:FailoverAction>99</act:FailoverAction>'),
      'ActionConfigurationNotFound',
    );
    for (const time of ['P1D', '-PT1S', 'soon', '86400']) {
      const timeout = `<act:ActivationTimeout>${time}</act:ActivationTimeout>`;
      assert.equal(await add(start(ready), fixed, timeout), 'InvalidActivationTimeout', time);
    }
    assert.equal(await add(conditions(filter('tnsaxis:Call/StateChange'))), 'InvalidConditionFilter');
    assert.equal(await add(conditions(filter('tns1:Device//.'))), 'InvalidConditionFilter');
    assert.equal(await add(conditions(filter('tns1:VideoSource/tnsaxis:Tampering'))), 'InvalidConditionFilter');
    assert.equal(await add(start(filter('tns1:Device//.'))), 'InvalidFilter');
    assert.equal(await add(start('')), 'InvalidFilter');
    assert.equal(await add(start(`${ready}<wsnt:ProducerProperties/>`)), 'InvalidFilter');
    assert.equal(await add(start(filter('x:y z'))), 'InvalidTopicExpression');
    assert.equal(await add(start(ready.replace('Concrete', 'Full'))), 'TopicExpressionDialectUnknown');
    assert.equal(await add(start(ready.replace('ItemFilter', 'Other'))), 'InvalidMessageContentExpression');
    const content = (text: string, topic = INPUT) => add(start(filter(topic, text)));
    assert.equal(await content('count(//x)'), 'InvalidMessageContentExpression');
    assert.equal(await content('('.repeat(5000)), 'InvalidMessageContentExpression');
    assert.equal(await content(`${item('port', '1')} or ${item('port', '2')}`), 'InvalidConditionFilter');
    assert.equal(await content(`${item('port', '1')} and ${item('port', '2')}`), 'InvalidConditionFilter');
    assert.equal(await content(item('port', 'first')), 'InvalidConditionFilter');
    assert.equal(await content('boolean(//SimpleItem[@Name="port" and @Value!="1"])'), 'InvalidConditionFilter');
    assert.equal(await content('boolean(//SimpleItem[@Name="port"])'), 'InvalidConditionFilter');
    assert.equal(await content(item('state', '1')), 'InvalidFilter');
    const refused = wish(start(ready), fixed).replace('Gate', 'refuse');
    assert.equal(await faultOf('AddActionRule', refused), 'InvalidActionConfiguration');
  });

  it('say of a truth also what it is not', async () => {
    const { call, config, wish, rules } = await rig();
    const primary = await config();
    const not = `${item('port', '3')} and boolean(//SimpleItem[@Name='active' and @Value!='1'])`;
    await call('AddActionRule', wish(conditions(filter(INPUT, not)), primary).replace('>true<', '>False<'));
    assert.deepEqual(stored(rules).conditions, [
      { event: 'rules.virtual-input', fields: { port: 3, active: false }, invert: false },
    ]);
    assert.deepEqual([stored(rules).enabled, stored(rules).trigger], [false, false]);
  });

  it('find a topic among several by its items, and in any of its ways', async () => {
    const { call, config, wish, rules } = await rig();
    const primary = await config();
    const topics = [
      'tns1:Device//.',
      'onvif:Device/axis:IO/VirtualInput',
      'tns1:Device/tnsaxis:IO/tnsaxis:VirtualInput',
    ];
    for (const topic of topics) {
      await call('AddActionRule', wish(start(filter(topic, item('port', '1'))), primary));
    }
    assert.deepEqual(
      rules.list().map(rule => rule.conditions[0]?.event),
      topics.map(() => 'rules.virtual-input'),
    );
  });

  it('survive 2,000 broken wishes, each answered', async () => {
    const { config, wish, send } = await rig();
    const content = `${item('port', '3')} and not(${item('active', '1')})`;
    const inner = `${start(filter('tns1:Device//.|tnsaxis:Call//.', content))}${conditions(filter(INPUT, content))}`;
    const whole = `<act:AddActionRule>${wish(inner, await config(), '<act:ActivationTimeout>PT1S</act:ActivationTimeout>')}</act:AddActionRule>`;
    let state = 7;
    const below = (limit: number) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return (state >> 8) % limit;
    };
    const marks = [
      '',
      '<',
      '>',
      '"',
      '&amp;',
      '(',
      ')',
      '[',
      ']',
      '/',
      '//',
      ':',
      '|',
      'and',
      'not',
      '\u0000',
      '9'.repeat(50),
    ];
    const statuses = new Set<number>();
    for (let n = 0; n < 2000; n++) {
      let broken = whole;
      for (let changes = 1 + below(3); changes > 0; changes--) {
        const at = below(broken.length);
        broken = broken.slice(0, at) + (marks[below(marks.length)] ?? '') + broken.slice(at + below(4));
      }
      const { status, text } = await send(broken);
      statuses.add(status);
      assert.match(text, /<\/SOAP-ENV:Envelope>/);
    }
    assert.deepEqual([...statuses].sort(), [200, 400]);
  });
});
