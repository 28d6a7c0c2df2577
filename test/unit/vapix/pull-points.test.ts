import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { call, fakeVapixEvents, port, ready } from '../../support/vapix-events.ts';

const SERVICE = '/onvif/event_service';
const PULL = (limit = 10, timeout = 'PT20S') =>
  `<tev:PullMessages><tev:Timeout>${timeout}</tev:Timeout><tev:MessageLimit>${limit}</tev:MessageLimit></tev:PullMessages>`;
const CREATE = (inner = '') => `<tev:CreatePullPointSubscription>${inner}</tev:CreatePullPointSubscription>`;

async function subscribed(inner?: string) {
  const fake = fakeVapixEvents();
  const { status, text } = await fake.soap(SERVICE, CREATE(inner));
  assert.equal(status, 200, text);
  const [, path = ''] = /<wsa5:Address>https:\/\/10.0.0.2:8443(\/[^<]+)</.exec(text) ?? [];
  const send = (body: string, name = 'joe') => fake.soap(path, body, { name });
  return { ...fake, path, created: text, send };
}

const topicsIn = (text: string) => [...text.matchAll(/<wsnt:Topic [^>]*>([^<]*)</g)].map(([, topic]) => topic);
const operationsIn = (text: string) => [...text.matchAll(/PropertyOperation="(\w+)"/g)].map(([, word]) => word);

describe('a pull point', () => {
  it('gives the present states, then what happens, once', async () => {
    const { send, events } = await subscribed();
    const first = await send(PULL());
    assert.deepEqual(
      [topicsIn(first.text), operationsIn(first.text)],
      [['tns1:Device/tnsaxis:Status/SystemReady'], ['Initialized']],
    );
    events.emit(port, { port: '1', active: true });
    events.emit(call, { state: 'Active', from: '<sip:"a"&>' });
    const second = await send(PULL());
    assert.deepEqual(topicsIn(second.text), ['tns1:Device/tnsaxis:IO/VirtualInput', 'tnsaxis:Call/StateChange']);
    assert.deepEqual(operationsIn(second.text), ['Changed']);
    assert.match(second.text, /<tt:SimpleItem Name="from" Value="&lt;sip:&quot;a&quot;&amp;&gt;"\/>/);
    assert.match(second.text, /UtcTime="2026-01-01T12:00:00.000Z"/);
  });

  it('waits for the first message, and no longer than it is told', async () => {
    const { send, events, clock } = await subscribed();
    await send(PULL());
    const heard = send(PULL());
    await Promise.resolve();
    events.emit(ready, { ready: true });
    assert.match((await heard).text, /Name="ready" Value="1"/);
    const nothing = send(PULL(10, 'PT5S'));
    for (let i = 0; i < 10; i++) await Promise.resolve();
    await clock.advance(5000);
    assert.deepEqual(topicsIn((await nothing).text), []);
  });

  it('gives no more than are asked for', async () => {
    const { send, events } = await subscribed();
    for (const active of [true, false]) events.emit(port, { port: '1', active });
    assert.equal(topicsIn((await send(PULL(1))).text).length, 1);
    assert.equal(topicsIn((await send(PULL(9))).text).length, 2);
  });

  it('filters by topic and content, and says which fault a filter has', async () => {
    const topic = (text: string, dialect = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet') =>
      `<tev:Filter xmlns:t="http://www.onvif.org/ver10/topics" xmlns:ax="http://www.axis.com/2009/event/topics"><b:TopicExpression Dialect="${dialect}">${text}</b:TopicExpression></tev:Filter>`;
    const { send, events } = await subscribed(topic('t:Device/ax:IO//.'));
    events.emit(ready, { ready: true });
    events.emit(port, { port: '1', active: true });
    assert.deepEqual(topicsIn((await send(PULL())).text), ['tns1:Device/tnsaxis:IO/VirtualInput']);
    const { soap } = fakeVapixEvents();
    const detail = async (inner: string) => {
      const { status, text } = await soap(SERVICE, CREATE(inner));
      return [status, /<SOAP-ENV:Detail><(\S+)\/>/.exec(text)?.[1]];
    };
    assert.deepEqual(await detail(topic('nobody:Device')), [400, 'wsnt:InvalidTopicExpressionFault']);
    assert.deepEqual(await detail(topic('t:Device', 'urn:other')), [400, 'wsnt:TopicExpressionDialectUnknownFault']);
    assert.deepEqual(await detail('<tev:Filter><b:MessageContent>nonsense</b:MessageContent></tev:Filter>'), [
      400,
      'wsnt:InvalidMessageContentExpressionFault',
    ]);
    assert.deepEqual(await detail('<tev:InitialTerminationTime>-PT1S</tev:InitialTerminationTime>'), [
      400,
      'wsnt:UnacceptableInitialTerminationTimeFault',
    ]);
  });

  it('gives the states again at a synchronization point', async () => {
    const { send } = await subscribed();
    await send(PULL());
    await send('<tev:SetSynchronizationPoint/>');
    assert.deepEqual(operationsIn((await send(PULL())).text), ['Initialized']);
  });

  it('ends when its time is over, is renewed, and ended by its owner alone', async () => {
    const { send, clock } = await subscribed('<tev:InitialTerminationTime>PT10S</tev:InitialTerminationTime>');
    await clock.advance(9000);
    const renewed = await send('<b:Renew><b:TerminationTime>2026-01-01T12:00:30Z</b:TerminationTime></b:Renew>');
    assert.match(renewed.text, /<wsnt:TerminationTime>2026-01-01T12:00:30.000Z/);
    await clock.advance(20_000);
    assert.equal((await send('<b:Unsubscribe/>', 'eve')).status, 400);
    assert.equal((await send('<tev:SetSynchronizationPoint/>')).status, 200);
    await clock.advance(1001);
    const { status, text } = await send(PULL());
    assert.deepEqual([status, text.includes('ResourceUnknownFault')], [400, true]);
    const other = await subscribed();
    assert.equal((await other.send('<b:Unsubscribe/>')).status, 200);
    assert.equal((await other.send(PULL())).status, 400);
  });

  it('is dropped with a reason where its owner does not fetch, and holds no memory then', async () => {
    const { send, events } = await subscribed();
    for (let i = 0; i < 1000; i++) events.emit(call, { state: 'Idle', from: String(i) });
    const { status, text } = await send(PULL());
    assert.deepEqual([status, text.includes('more than 500 messages were not fetched')], [400, true]);
    assert.match((await send(PULL())).text, /there is no such subscription/);
  });

  it('is not to be had in a flood, and an end makes room', async () => {
    const { soap, clock } = fakeVapixEvents();
    const create = (name: string) => soap(SERVICE, CREATE(), { name });
    for (let i = 0; i < 16; i++) assert.equal((await create('joe')).status, 200);
    const refused = await create('joe');
    assert.deepEqual([refused.status, refused.text.includes('SubscribeCreationFailedFault')], [500, true]);
    for (let i = 0; i < 16; i++) assert.equal((await create('ann')).status, 200);
    assert.equal((await create('eve')).status, 500);
    await clock.advance(60_001);
    assert.equal((await create('joe')).status, 200);
  });

  it('declares all topics', async () => {
    const { soap } = fakeVapixEvents();
    const { text } = await soap(SERVICE, '<tev:GetEventProperties/>');
    assert.match(
      text,
      /<tt:MessageDescription IsProperty="true"><tt:Source><tt:SimpleItemDescription Name="port" Type="xsd:string"\/><\/tt:Source><tt:Data><tt:SimpleItemDescription Name="active" Type="xsd:boolean"\/>/,
    );
  });
});
