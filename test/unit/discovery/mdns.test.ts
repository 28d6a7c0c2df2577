import { strict as assert } from 'node:assert';
import { type Answer, decode, encode, type Packet } from 'dns-packet';
import { beforeEach, describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { ServiceBook } from '../../../src/discovery/mdns/browser.ts';
import { numbered } from '../../../src/discovery/mdns/identity.ts';
import { readMessage } from '../../../src/discovery/mdns/packets.ts';
import { comparedProbes } from '../../../src/discovery/mdns/replies.ts';
import { Responder } from '../../../src/discovery/mdns/responder.ts';
import type { Link } from '../../../src/discovery/links.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { link, Wire } from '../../support/wire.ts';

const NAMES = { instance: 'Hall', host: 'hall' };
const ME = '10.0.0.2';
const OTHER = { address: '10.0.0.9', port: 5353 };
const SERVICE = { type: '_axis-audiosite._tcp', port: 80, txt: ['macaddress=B827EB123456'] };
const INSTANCE = 'Hall._axis-audiosite._tcp.local';

describe('the mDNS responder', () => {
  let clock: FakeClock;
  let wire: Wire;
  let links: Link[];
  let responder: Responder;
  let stop: () => unknown;

  beforeEach(async () => {
    clock = new FakeClock();
    wire = new Wire();
    links = [link(ME)];
    responder = new Responder({
      names: NAMES,
      services: [SERVICE],
      links: () => links,
      open: wire.open,
      clock,
      log: createLog(() => undefined),
      random: () => 0,
    });
    stop = await responder.start();
  });

  const said = () =>
    wire.packets
      .filter(({ from }) => from === ME)
      .map(({ bytes, to }): Packet & { to: string } => ({ ...decode(bytes), to }));
  const answersSaid = () => said().filter(({ type }) => type === 'response');
  const known = async () => {
    await clock.advance(1000);
    await clock.advance(5000);
    wire.packets.length = 0;
  };
  const ask = (questions: Packet['questions'], more: Partial<Packet> = {}, from = OTHER) =>
    wire.send(encode({ type: 'query', questions: questions ?? [], ...more }), { from, group: 5353 });
  const answer = (answers: Answer[]) => wire.send(encode({ type: 'response', answers }), { from: OTHER, group: 5353 });
  const srv = (target: string): Answer => ({
    type: 'SRV',
    name: `${responder.names.instance}._axis-audiosite._tcp.local`,
    flush: true,
    ttl: 120,
    data: { port: 1, target },
  });

  it('asks three times whether its names are free, then says that they are its own', async () => {
    await clock.advance(749);
    const probes = said();
    assert.equal(probes.length, 3);
    assert.deepEqual(
      probes[0]?.questions?.map(({ name, type }) => `${type} ${name}`),
      [`ANY ${INSTANCE}`, 'ANY hall.local'],
    );
    assert.ok((probes[0].authorities?.length ?? 0) >= 3);
    await clock.advance(1);
    const [first] = answersSaid();
    const types = first?.answers?.map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(types, [
      'PTR _services._dns-sd._udp.local',
      'PTR _axis-audiosite._tcp.local',
      `SRV ${INSTANCE}`,
      `TXT ${INSTANCE}`,
      'A hall.local',
    ]);
    await clock.advance(5000);
    assert.equal(answersSaid().length, 3);
  });

  it('answers with all that the asker needs next, a little later where others may answer as well', async () => {
    await known();
    ask([{ name: '_AXIS-audiosite._tcp.LOCAL', type: 'PTR' }]);
    assert.equal(said().length, 0);
    await clock.advance(20);
    const [reply] = said();
    assert.deepEqual(
      reply?.answers?.map(({ type }) => type),
      ['PTR'],
    );
    assert.deepEqual(reply.additionals?.map(({ type }) => type).sort(), ['A', 'SRV', 'TXT']);
    assert.equal(reply.to, 'all');
  });

  it('does not say what the asker knows, nor again what it just said', async () => {
    await known();
    const question = [{ name: '_axis-audiosite._tcp.local', type: 'PTR' as const }];
    ask(question, { answers: [{ type: 'PTR', name: '_axis-audiosite._tcp.local', ttl: 4000, data: INSTANCE }] });
    await clock.advance(500);
    assert.equal(said().length, 0);
    ask(question, { answers: [{ type: 'PTR', name: '_axis-audiosite._tcp.local', ttl: 100, data: INSTANCE }] });
    await clock.advance(500);
    assert.equal(said().length, 1);
    ask(question);
    await clock.advance(400);
    assert.equal(said().length, 1);
    await clock.advance(700);
    ask(question);
    await clock.advance(100);
    assert.equal(said().length, 2);
  });

  it('answers those who do not speak mDNS alone, in their way', async () => {
    await known();
    ask([{ name: 'hall.local', type: 'A' }], { id: 77 }, { address: '10.0.0.9', port: 40_000 });
    const [reply] = said();
    assert.equal(reply?.to, '10.0.0.9');
    assert.equal(reply.id, 77);
    const [address] = reply.answers as { ttl: number; flush: boolean; data: string }[];
    assert.deepEqual(
      { ttl: address?.ttl, flush: address?.flush, data: address?.data },
      { ttl: 10, flush: false, data: ME },
    );
  });

  it('does not let itself be made a loudspeaker', async () => {
    await known();
    for (let i = 0; i < 900; i++) ask([{ name: 'hall.local', type: 'A' }], {}, { address: '10.0.0.9', port: 40_000 });
    assert.ok(said().length <= 100, String(said().length));
  });

  it('takes a number where its name is taken', async () => {
    await clock.advance(300);
    answer([srv('other.local')]);
    assert.equal(responder.names.instance, 'Hall (2)');
    await clock.advance(300);
    answer([srv('other.local')]);
    assert.deepEqual(responder.names, { instance: 'Hall (3)', host: 'hall-3' });
    await known();
    ask([{ name: 'hall-3.local', type: 'A' }]);
    await clock.advance(1);
    assert.equal(said().length, 1);
  });

  it('asks again where somebody contradicts it later, and defends what is its own', async () => {
    await known();
    answer([srv('other.local')]);
    await clock.advance(100);
    assert.equal(responder.names.instance, 'Hall');
    assert.equal(said().filter(({ type }) => type === 'query').length, 1);
    await known();
    ask([{ name: INSTANCE, type: 'SRV' }], { authorities: [srv('other.local')] });
    await clock.advance(1);
    assert.equal(answersSaid().length, 1);
  });

  it('does not quarrel with itself', async () => {
    await known();
    wire.send(encode({ type: 'response', answers: [srv('other.local')] }), {
      from: { address: ME, port: 5353 },
      group: 5353,
    });
    answer([{ type: 'A', name: 'hall.local', flush: true, ttl: 120, data: ME }]);
    await clock.advance(300);
    assert.equal(said().filter(({ type }) => type === 'query').length, 0);
    assert.equal(responder.names.instance, 'Hall');
  });

  it('waits where another who asks for the name at the same time comes first', async () => {
    await clock.advance(10);
    wire.packets.length = 0;
    ask([{ name: INSTANCE, type: 'SRV' }], {
      authorities: [srv('zzz.local'), { type: 'TXT', name: INSTANCE, ttl: 1, data: 'z' }],
    });
    await clock.advance(900);
    assert.equal(said().filter(({ type }) => type === 'query').length, 0);
    await clock.advance(1000);
    assert.equal(responder.names.instance, 'Hall');
    assert.ok(said().some(({ type }) => type === 'query'));
  });

  it('follows its addresses, and says farewell', async () => {
    await known();
    links = [
      {
        name: 'eth0',
        addresses: [
          { address: '10.0.0.3', prefix: 24 },
          { address: '169.254.1.1', prefix: 16 },
        ],
      },
    ];
    await clock.advance(1000);
    await clock.advance(4000);
    const told = wire.packets.filter(({ from }) => from === '10.0.0.3').map(({ bytes }) => decode(bytes));
    const last = told.at(-1)?.answers as { type: string; data: unknown }[];
    assert.deepEqual(
      last.filter(({ type }) => type === 'A').map(({ data }) => data),
      ['10.0.0.3', '169.254.1.1'],
    );
    wire.packets.length = 0;
    await stop();
    const [farewell] = wire.packets.map(({ bytes }) => decode(bytes));
    assert.ok(farewell?.answers?.every(each => 'ttl' in each && each.ttl === 0));
  });

  it('survives ten thousand damaged packets, and answers', async () => {
    await known();
    const good = encode({
      type: 'query',
      questions: [{ name: '_axis-audiosite._tcp.local', type: 'PTR' }],
      authorities: [srv('x.local')],
    });
    let seed = 1;
    const random = (most: number) => Math.floor(((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31) * most);
    for (let i = 0; i < 10_000; i++) {
      const bytes = Buffer.from(good);
      for (let k = random(9); k > 0; k--) bytes[random(bytes.length)] = random(256);
      wire.send(bytes.subarray(0, random(3) === 0 ? random(bytes.length) : bytes.length), { from: OTHER, group: 5353 });
      if (i % 500 === 0) await clock.advance(1000);
    }
    await known();
    ask([{ name: `${responder.names.host}.local`, type: 'A' }]);
    await clock.advance(1);
    assert.equal(said().length, 1);
  });
});

describe('mDNS', () => {
  it('has no dots and no more than 63 bytes in a name', () => {
    const { instance } = numbered({ instance: `${'ü'.repeat(40)}.x`, host: 'h' }, 12);
    assert.match(instance, /^ü+ \(12\)$/);
    assert.ok(Buffer.byteLength(instance) <= 63);
    assert.equal(numbered({ instance: 'Hall 1.2', host: 'h' }, 1).instance, 'Hall 1-2');
  });

  it('compares probes as bytes', () => {
    const a = (data: string) => ({ type: 'A' as const, name: 'x.local', ttl: 1, data });
    assert.ok(comparedProbes([a('169.254.99.200')], [a('169.254.200.50')]) < 0);
    assert.ok(comparedProbes([a('169.254.200.50')], [a('169.254.99.200')]) > 0);
    assert.equal(comparedProbes([a('10.0.0.1')], [a('10.0.0.1')]), 0);
    assert.ok(comparedProbes([a('10.0.0.1')], []) > 0);
  });

  it('puts together what comes in pieces, and forgets nothing but too much', () => {
    const book = new ServiceBook(['_axis-audiosite._tcp']);
    const take = (answers: Answer[]) => book.take(readMessage(encode({ type: 'response', answers }))!);
    take([
      { type: 'PTR', name: '_axis-audiosite._tcp.local', data: INSTANCE },
      { type: 'PTR', name: '_axis-audiosite._tcp.local', data: 'elsewhere.com' },
    ]);
    assert.deepEqual(book.list(), []);
    assert.deepEqual(book.missing, [{ name: INSTANCE, type: 'SRV' }]);
    take([{ type: 'SRV', name: INSTANCE, data: { port: 80, target: 'hall.local' } }]);
    assert.deepEqual(book.missing, [{ name: 'hall.local', type: 'A' }]);
    take([
      { type: 'A', name: 'HALL.local', data: ME },
      { type: 'TXT', name: INSTANCE, data: ['MacAddress=B827EB123456', 'flag'] },
    ]);
    assert.deepEqual(book.list(), [
      {
        instance: 'Hall',
        type: '_axis-audiosite._tcp',
        host: 'hall',
        port: 80,
        txt: { macaddress: 'B827EB123456', flag: '' },
        addresses: [ME],
      },
    ]);
    for (let i = 0; i < 9000; i += 100) {
      take(
        Array.from({ length: 100 }, (_, k) => ({
          type: 'PTR',
          name: '_axis-audiosite._tcp.local',
          data: `n${i + k}._axis-audiosite._tcp.local`,
        })),
      );
    }
    assert.equal(book.missing.length, 10);
    assert.equal(book.list().length, 1);
  });
});
