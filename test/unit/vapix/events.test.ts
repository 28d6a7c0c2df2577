import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { EVENTS } from '../../../src/catalog.ts';
import { Fault } from '../../../src/core/fault.ts';
import { eventFilter } from '../../../src/vapix/event-filter.ts';
import { eventMessage, eventTopic } from '../../../src/vapix/event-message.ts';
import { call, fakeVapixEvents, port } from '../../support/vapix-events.ts';

const at = new Date('2026-01-01T12:00:00Z');
const input = (active: boolean) => eventMessage({ def: port, data: { port: '38', active }, at }, 'now');
const calling = eventMessage({ def: call, data: { state: 'Active', from: 'sip:a@b' }, at }, 'now');

describe('messages of events', () => {
  it('are made of the definition: the key is the source, all values are texts', () => {
    assert.deepEqual(input(true), {
      topic: 'tns1:Device/tnsaxis:IO/VirtualInput',
      at,
      operation: 'Changed',
      source: { port: '38' },
      data: { active: '1' },
    });
    assert.deepEqual([calling.operation, calling.source], [undefined, {}]);
  });

  it('can be made of every event of the speaker', () => {
    for (const def of EVENTS) assert.match(eventTopic(def), /^(tns1|tnsaxis):\w+(\/(tns1:|tnsaxis:)?\w+)+$/);
  });

  it('are declared with their instances', async () => {
    const { events, soap } = fakeVapixEvents();
    events.emit(port, { port: '1', active: true });
    events.emit(port, { port: '2', active: false });
    const { text } = await soap('/vapix/services', '<aev:GetEventInstances/>');
    assert.match(text, /<tns1:Device><tnsaxis:Status><SystemReady wstop:topic="true" aev:NiceName="Ready &amp; able">/);
    const declaration = [
      '<VirtualInput wstop:topic="true" aev:NiceName="Port"><aev:MessageInstance aev:isProperty="true">',
      '<aev:SourceInstance><aev:SimpleItemInstance Type="xsd:string" Name="port"><aev:Value>1</aev:Value><aev:Value>2</aev:Value></aev:SimpleItemInstance></aev:SourceInstance>',
      '<aev:DataInstance><aev:SimpleItemInstance Type="xsd:boolean" Name="active" isPropertyState="true"></aev:SimpleItemInstance></aev:DataInstance>',
    ];
    assert.ok(text.includes(declaration.join('')), text);
    assert.match(
      text,
      /<tnsaxis:Call><StateChange wstop:topic="true"[^>]*><aev:MessageInstance aev:isProperty="false">/,
    );
  });
});

describe('filters of events', () => {
  const passes = (topic: string) => [input(true), calling].map(message => eventFilter({ topic })(message));

  it('by topic take one, all below, several, and both ways of prefixes', () => {
    assert.deepEqual(passes('//.'), [true, true]);
    assert.deepEqual(passes(''), [true, true]);
    assert.deepEqual(passes('tns1:Device//.'), [true, false]);
    assert.deepEqual(passes('onvif:Device/axis:IO/VirtualInput'), [true, false]);
    assert.deepEqual(passes('tns1:Device/tnsaxis:IO'), [false, false]);
    assert.deepEqual(passes('tns1:Device/tns1:IO//.'), [false, false]);
    assert.deepEqual(passes('tns1:Device/tnsaxis:IO/VirtualInput//.'), [true, false]);
    assert.deepEqual(passes('axis:Call/axis:StateChange|onvif:Device//.'), [true, true]);
    assert.deepEqual(passes('tnsaxis:Call/*'), [false, true]);
  });

  const content = (text: string) => eventFilter({ content: text })(input(true));

  it('by content take items, joined', () => {
    const item = (name: string, value: string) => `//SimpleItem[@Name="${name}" and @Value="${value}"]`;
    assert.equal(content(`boolean(${item('active', '1')})`), true);
    assert.equal(content(`boolean(${item('active', 'true')})`), true);
    assert.equal(content(`boolean(${item('active', '0')})`), false);
    assert.equal(content(`boolean(${item('active', '1')}) and boolean(${item('port', '38')})`), true);
    assert.equal(content(`boolean(${item('active', '1')} and ${item('port', '1')})`), false);
    assert.equal(content(`${item('port', '1')} or not(${item('active', '0')})`), true);
    assert.equal(content(`//tt:SimpleItem[@Name='port' and @Value!='1']`), true);
  });

  it('refuse what they do not know, and say where', () => {
    const refused = (text: Parameters<typeof eventFilter>[0], field: string) =>
      assert.throws(
        () => eventFilter(text),
        (error: unknown) => error instanceof Fault && error.kind === 'invalid' && error.field === field,
      );
    for (const topic of ['nobody:Device', 'tns1:Device/', 'a b', '|', 'x'.repeat(5000)]) refused({ topic }, 'topic');
    const deep = '('.repeat(20) + '//SimpleItem[@Name="a"]' + ')'.repeat(20);
    const wrong = ['nonsense', 'boolean(', 'boolean()', '//SimpleItem[@Id="a"]', '//SimpleItem[@Name="a"] and', deep];
    for (const text of [...wrong, 'not'.repeat(1500)]) refused({ content: text }, 'content');
  });
});
