import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Delivery, type DeliveryStatus } from '../../../src/diagnostics/syslog/delivery.ts';
import { framed, messageOf } from '../../../src/diagnostics/syslog/message.ts';
import { SYSLOG_SETTINGS, type SyslogServer, usualPort, wants } from '../../../src/diagnostics/syslog/settings.ts';
import { WaitingMessages } from '../../../src/diagnostics/syslog/waiting.ts';
import type { Wire, WireListener } from '../../../src/diagnostics/syslog/wire.ts';
import { parse } from '../../../src/core/schema.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const SENDER = { hostName: 'stentor-1', pid: 7 };
const time = new Date(2026, 2, 5, 4, 3, 2, 1);
const line = { kind: 'system', level: 'warn', area: 'audio', text: 'the card is gone', time } as const;
const SERVER: SyslogServer = {
  address: '10.0.0.1',
  port: 514,
  protocol: 'UDP',
  format: 'RFC5424',
  severity: 'Warning',
  type: 'All',
  authority: '',
};

/** Lets what was promised happen. */
const settled = () => new Promise(resolve => setImmediate(resolve));

describe('a syslog message', () => {
  it('is written as RFC 5424 has it', () => {
    const text = messageOf(line, 'RFC5424', SENDER).toString();
    assert.equal(text, `<28>1 ${time.toISOString()} stentor-1 stentor 7 audio - the card is gone`);
  });

  it('begins with a byte order mark where it is not all ASCII, and keeps its header ASCII', () => {
    const text = messageOf({ ...line, area: 'Küche 1', text: 'größer' }, 'RFC5424', SENDER).toString();
    assert.match(text, / K_che_1 - \uFEFFgrößer$/);
  });

  it('is written as BSD did, the day padded with a blank', () => {
    const text = messageOf({ ...line, kind: 'audit' }, 'RFC3164', SENDER).toString();
    assert.equal(text, '<108>Mar  5 04:03:02 stentor-1 stentor[7]: audio: the card is gone');
  });

  it('has its length in bytes in front where it goes into a stream', () => {
    assert.equal(framed(Buffer.from('größer')).toString(), '8 größer');
  });
});

describe('a syslog server', () => {
  it('gets what is severe enough, and the audit log alone where that is wished', () => {
    assert.ok(wants(SERVER, line));
    assert.ok(wants(SERVER, { ...line, level: 'error' }));
    assert.ok(!wants(SERVER, { ...line, level: 'info' }));
    assert.ok(!wants({ ...SERVER, type: 'Audit' }, line));
    assert.ok(wants({ ...SERVER, type: 'Audit' }, { ...line, kind: 'audit' }));
  });

  it('has the usual port of its protocol', () => {
    assert.equal(usualPort({ protocol: 'UDP', format: 'RFC5424' }), 514);
    assert.equal(usualPort({ protocol: 'TCP', format: 'RFC5424' }), 601);
    assert.equal(usualPort({ protocol: 'TCP', format: 'RFC3164' }), 514);
    assert.equal(usualPort({ protocol: 'TLS', format: 'RFC3164' }), 6514);
  });

  it('is refused with words of its address and port', () => {
    const settings = (change: object) => () =>
      parse(SYSLOG_SETTINGS, { enabled: true, servers: [{ ...SERVER, ...change }] }, 'servers');
    assert.throws(settings({ address: 'a b' }), /servers\.0\.address/);
    assert.throws(settings({ port: 0 }), /servers\.0\.port/);
    assert.throws(settings({ severity: 'Loud' }), /servers\.0\.severity/);
  });
});

describe('messages that wait', () => {
  it('are bounded: the oldest go, are counted, and whoever waits for them is told', () => {
    const waiting = new WaitingMessages();
    let told: string | undefined;
    waiting.add({ message: Buffer.from('first'), told: problem => (told = problem) });
    for (let i = 0; i < 1000; i++) waiting.add({ message: Buffer.alloc(1024) });
    assert.ok(waiting.length <= 256, String(waiting.length));
    assert.equal(waiting.dropped + waiting.length, 1001);
    assert.match(told ?? '', /too much/);
    assert.equal(waiting.take()?.message.length, 1024);
  });
});

/** A delivery whose server is played by the test. */
function rig() {
  const clock = new FakeClock();
  const got: string[] = [];
  const states: DeliveryStatus[] = [];
  const server = { away: false, full: false, opened: 0, closed: 0 };
  let listener: WireListener | undefined;
  const delivery = new Delivery({
    open: async heard => {
      if (server.away) throw new Error('nobody listens at this port');
      server.opened += 1;
      listener = heard;
      const wire: Wire = {
        send(message, sent) {
          got.push(message.toString());
          sent();
          return !server.full;
        },
        close: () => (server.closed += 1),
      };
      return wire;
    },
    clock,
    changed: status => states.push(status),
    lossMessage: dropped => Buffer.from(`${dropped} lost`),
  });
  return { clock, got, states, server, delivery, listener: () => listener! };
}

describe('a delivery', () => {
  it('keeps what comes while the server is away, and tries again by itself, ever more slowly', async () => {
    const { clock, got, server, delivery, states } = rig();
    server.away = true;
    const stop = delivery.start();
    await settled();
    delivery.push(Buffer.from('one'));
    assert.equal(delivery.status.state, 'waiting');
    assert.equal(delivery.status.problem, 'nobody listens at this port');
    await clock.advance(1000);
    await settled();
    server.away = false;
    await clock.advance(1000);
    await settled();
    assert.deepEqual(got, []);
    await clock.advance(1000);
    await settled();
    assert.deepEqual(got, ['one']);
    assert.deepEqual(
      states.map(({ state }) => state),
      ['waiting', 'open'],
    );
    stop();
    assert.equal(server.closed, 1);
  });

  it('waits for a server that is slow, drops what is too much, and tells of it at the gap', async () => {
    const { got, server, delivery, listener } = rig();
    delivery.start();
    await settled();
    server.full = true;
    delivery.push(Buffer.from('last'));
    for (let i = 0; i < 400; i++) delivery.push(Buffer.from(`${i}`.padEnd(1024)));
    assert.deepEqual(got, ['last']);
    const { dropped } = delivery.status;
    assert.ok(dropped > 100);
    server.full = false;
    listener().drained();
    assert.equal(got[1], `${dropped} lost`);
    assert.equal(got[2]?.trim(), String(dropped));
    assert.equal(got.length, 402 - dropped);
  });

  it('answers a test at once where the server is away, and goes on', async () => {
    const { server, delivery } = rig();
    server.away = true;
    const stop = delivery.start();
    await settled();
    assert.equal(await delivery.test(Buffer.from('test')), 'nobody listens at this port');
    server.away = false;
    assert.equal(await delivery.test(Buffer.from('test')), undefined);
    assert.equal(delivery.status.waiting, 0);
    stop();
  });

  it('that is stopped while it connects closes what it opened', async () => {
    const { server, delivery } = rig();
    delivery.start()();
    await settled();
    assert.equal(server.closed, server.opened);
  });
});
