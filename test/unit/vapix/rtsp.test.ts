import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { type Admission, type Guard, Refused } from '../../../src/http/index.ts';
import { RtspConnection } from '../../../src/vapix/rtsp/connection.ts';
import { filterFor, mediaUrl, sessionDescription } from '../../../src/vapix/rtsp/metadata.ts';
import { RequestReader } from '../../../src/vapix/rtsp/request-reader.ts';
import { RtpPackets } from '../../../src/vapix/rtsp/rtp-packets.ts';
import { Base64Decoder } from '../../../src/vapix/rtsp/tunnel.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { documentsIn } from '../../support/rtsp-client.ts';
import { port, ready } from '../../support/vapix-events.ts';

const URL_ = 'rtsp://speaker:554/axis-media/media.amp?event=on';

describe('the reader of RTSP', () => {
  const message = [
    '\r\n\r\nOPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n',
    'SET_PARAMETER * RTSP/1.0\r\nCSeq:2\r\nContent-Length: 5\r\ncseq: 9\r\n\r\nOPTIO',
    'RTSP/1.0 200 OK\r\nCSeq: 7\r\n\r\n',
    'PLAY rtsp://x RTSP/1.0\r\nno colon\r\n\r\n',
  ].join('$\u0001\u0000\u0003abc');
  const bytes = Buffer.from(message, 'latin1');

  it('finds requests among bodies, frames and answers, wherever the pieces are cut', () => {
    for (let cut = 0; cut < bytes.length; cut++) {
      const reader = new RequestReader();
      const found = [...reader.take(bytes.subarray(0, cut)), ...reader.take(bytes.subarray(cut))];
      assert.deepEqual(
        found.map(({ method, headers }) => [method, headers.get('cseq')]),
        [
          ['OPTIONS', '1'],
          ['SET_PARAMETER', '2'],
          ['PLAY', undefined],
        ],
      );
    }
  });

  it('takes no more than it has room for', () => {
    assert.throws(() => new RequestReader().take(Buffer.alloc(20_000, 'a')), /too long/);
    assert.throws(
      () => new RequestReader().take(Buffer.from('A * RTSP/1.0\r\nContent-Length: 1e9\r\n\r\n')),
      /too long/,
    );
    assert.throws(() => new RequestReader().take(Buffer.from('GET / HTTP/1.1\r\n\r\n')), /no RTSP/);
  });
});

describe('RTP packets of documents', () => {
  it('are marked at the end of each, and count on', () => {
    const packets = new RtpPackets();
    const first = packets.sequence;
    const long = 'ä'.repeat(2000);
    const all = [...packets.of(long, new Date(1000)), ...packets.of('<b/>', new Date(2000))];
    assert.deepEqual(documentsIn(all), [Buffer.from(long).toString(), '<b/>']);
    assert.deepEqual(
      all.map(packet => [packet[0], packet[1]]),
      [
        [0x80, 98],
        [0x80, 98],
        [0x80, 98 | 0x80],
        [0x80, 98 | 0x80],
      ],
    );
    all.forEach((packet, i) => assert.equal(packet.readUInt16BE(2), (first + i) % 65_536));
    const stamps = all.map(packet => packet.readUInt32BE(4));
    assert.equal(new Set(stamps.slice(0, 3)).size, 1);
    assert.equal(((stamps[3] ?? 0) - (stamps[0] ?? 0) + 2 ** 32) % 2 ** 32, 90_000);
    for (let i = 0; i < 65_536; i++) packets.of('x', new Date(0));
    assert.equal(packets.sequence, (first + 4) % 65_536);
  });
});

describe('reports of a sender', () => {
  it('tell which timestamp is which time, and how much was sent', () => {
    const packets = new RtpPackets();
    packets.of('x'.repeat(2000), new Date(0));
    const at = new Date('2026-01-01T12:00:00.500Z');
    const report = packets.report(at);
    assert.deepEqual([report[0], report[1], report.readUInt16BE(2)], [0x80, 200, 6]);
    assert.equal(report.readUInt32BE(4), packets.ssrc);
    assert.equal(report.readUInt32BE(8) - 2_208_988_800, Math.floor(at.getTime() / 1000));
    assert.equal(report.readUInt32BE(12), 2 ** 31);
    assert.equal(report.readUInt32BE(16), packets.timestamp(at));
    assert.deepEqual([report.readUInt32BE(20), report.readUInt32BE(24)], [2, 2000]);
    assert.deepEqual([report[28], report[29], report.readUInt16BE(30), report[36]], [0x81, 202, 4, 1]);
    assert.equal(report.toString('latin1', 38, 38 + (report[37] ?? 0)), 'stentor');
    assert.equal(report.length, 28 + 20);
  });
});

describe('addresses of RTSP', () => {
  it('are those of the media, with what they ask for', () => {
    for (const url of [
      URL_,
      URL_.replace('media.amp', 'media.amp/stream=0'),
      `${URL_}/stream=0`,
      URL_.replace('//speaker', '//u:p@speaker'),
    ]) {
      assert.deepEqual(mediaUrl(url, 'local'), { host: 'speaker:554', query: 'event=on' });
    }
    assert.equal(mediaUrl('/axis-media/media.amp?event=on', 'local')?.host, 'local');
    assert.equal(mediaUrl('rtsp://a b\r\n/axis-media/media.amp', 'local')?.host, 'local');
    for (const url of ['*', 'rtsp://x', 'rtsp://x/axis-media/other', 'http://x/axis-media/media.amp']) {
      assert.equal(mediaUrl(url, 'local'), undefined, url);
    }
  });

  it('choose events by topic and content', () => {
    const told = (query: string, portNumber: string) =>
      filterFor({ host: '', query })?.({
        topic: 'tns1:Device/tnsaxis:IO/VirtualInput',
        at: new Date(),
        operation: undefined,
        source: { port: portNumber },
        data: { active: '1' },
      });
    assert.equal(told('event=off', '1'), undefined);
    assert.equal(told('event=on&eventtopic=onvif:Device//.|axis:X', '1'), true);
    assert.equal(told('event=on&eventtopic=axis:X', '1'), false);
    const content = encodeURIComponent('boolean(//SimpleItem[@Name="port" and @Value="2"])');
    assert.deepEqual(
      [told(`event=on&eventcontent=${content}`, '1'), told(`event=on&eventcontent=${content}`, '2')],
      [false, true],
    );
  });

  it('are whole in the description', () => {
    const text = sessionDescription({ host: 'h', query: 'event=on' }, 1);
    assert.match(text, /\r\na=control:rtsp:\/\/h\/axis-media\/media.amp\/stream=0\?event=on\r\n$/);
  });
});

describe('base64 of a tunnel', () => {
  it('is read wherever it is cut, with padding in the middle', () => {
    const text = ['a', 'bc', 'def', 'ghij'].map(each => Buffer.from(each).toString('base64')).join('\n');
    for (let cut = 0; cut < text.length; cut++) {
      const decoder = new Base64Decoder();
      const parts = [text.slice(0, cut), text.slice(cut)].map(part => decoder.take(Buffer.from(part)));
      assert.equal(Buffer.concat(parts).toString(), 'abcdefghij');
    }
    assert.equal(new Base64Decoder().take(Buffer.from('====!!{}==')).length, 0);
  });
});

describe('a connection of RTSP', () => {
  function rig({ isWelcome = true } = {}) {
    const clock = new FakeClock();
    const events = new EventBus({ catalog: [ready], clock, log: createLog(() => undefined) });
    let listening = 0;
    const source = {
      catalog: [ready, port],
      present: events.present.bind(events),
      states: events.states.bind(events),
      onAny: (listener: Parameters<EventBus['onAny']>[0]) => {
        const off = events.onAny(listener);
        listening += 1;
        return () => {
          listening -= 1;
          return off();
        };
      },
    };
    let holds = true;
    const watchers = new Set<() => void>();
    const admission: Admission = { caller: undefined, stale: false, holds: () => holds };
    const asked: string[] = [];
    const guard = {
      admit: async ({ target }: Parameters<Guard['admit']>[0]) => {
        asked.push(target);
        if (!isWelcome) throw new Refused(401, 'no', true);
        return admission;
      },
      challenges: (_secure: boolean, stale: boolean) => [`Digest stale=${stale ? 'TRUE' : 'FALSE'}`],
      onChange: (watcher: () => void) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
      retryAfterS: 8,
    };
    const written: Buffer[] = [];
    const state = { closed: false };
    const peer = {
      remote: '127.0.0.1',
      local: '127.0.0.1:554',
      secure: false,
      takesUdp: true,
      write: (bytes: Buffer) => void written.push(bytes),
      close: () => void (state.closed = true),
    };
    const connection = new RtspConnection(peer, { events: source, clock, guard, producer: 'uri://x' });
    const ask = async (method: string, ...headers: string[]) => {
      written.length = 0;
      await connection.take(
        Buffer.from(`${[`${method} ${URL_} RTSP/1.0`, 'CSeq: 1', ...headers].join('\r\n')}\r\n\r\n`),
      );
      return Number(/^RTSP\/1.0 (\d+)/.exec(written[0]?.toString() ?? '')?.[1]);
    };
    const logOut = () => {
      holds = false;
      for (const watcher of [...watchers]) watcher();
    };
    return { clock, events, connection, ask, written, state, watchers, asked, logOut, listening: () => listening };
  }
  const TCP = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1';

  it('is closed when nothing is said on it', async () => {
    const { clock, ask, state, watchers } = rig();
    assert.equal(await ask('OPTIONS'), 200);
    await clock.advance(74_000);
    assert.equal(await ask('OPTIONS'), 200);
    await clock.advance(74_000);
    assert.equal(state.closed, false);
    await clock.advance(1000);
    assert.equal(state.closed, true);
    assert.deepEqual([watchers.size, clock.waiting], [0, 0]);
  });

  it('stays while a stream plays on it, and leaves nothing behind', async () => {
    const { clock, ask, state, connection, events, written, listening } = rig();
    assert.equal(await ask('SETUP', TCP), 200);
    assert.equal(await ask('PLAY'), 200);
    assert.equal(await ask('PLAY'), 200);
    assert.equal(listening(), 1);
    written.length = 0;
    await clock.advance(600_000);
    assert.equal(state.closed, false);
    assert.equal(written.filter(frame => frame[1] === 1 && frame[5] === 200).length, 120);
    written.length = 0;
    events.emit(port, { port: '1', active: true });
    assert.match(written.join(''), /PropertyOperation="Changed"/);
    connection.close();
    assert.deepEqual([listening(), clock.waiting], [0, 0]);
    written.length = 0;
    events.emit(port, { port: '1', active: false });
    await connection.take(Buffer.from('OPTIONS * RTSP/1.0\r\n\r\n'));
    assert.equal(written.length, 0);
  });

  it('over UDP needs signs of life', async () => {
    const { clock, ask, state, listening } = rig();
    assert.equal(await ask('SETUP', 'Transport: RTP/AVP;unicast;client_port=5000-5001'), 200);
    assert.equal(await ask('PLAY'), 200);
    await clock.advance(75_000);
    assert.deepEqual([state.closed, listening()], [true, 0]);
  });

  it('ends with the login, and asks for one before anything but OPTIONS', async () => {
    const stranger = rig({ isWelcome: false });
    for (const method of ['DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'TEARDOWN']) {
      assert.equal(await stranger.ask(method), 401, method);
    }
    assert.match(stranger.written.join(''), /WWW-Authenticate: Digest stale=TRUE\r\n/);
    assert.equal(stranger.connection.isTrusted, false);
    const friend = rig();
    await friend.ask('DESCRIBE');
    assert.equal(friend.connection.isTrusted, true);
    friend.logOut();
    assert.equal(friend.state.closed, true);
  });

  it('takes the address that a client signs, where it is of the media', async () => {
    const { ask, asked } = rig();
    await ask('DESCRIBE', 'Authorization: Digest uri="rtsp://x/axis-media/media.amp?a"');
    const other = rig();
    await other.ask('DESCRIBE', 'Authorization: Digest uri="/axis-cgi/param.cgi"');
    assert.deepEqual([asked, other.asked], [['rtsp://x/axis-media/media.amp?a'], [URL_]]);
  });

  it('repeats nothing that would end a line of its answer', async () => {
    const { ask, written } = rig();
    assert.equal(await ask('OPTIONS', 'Require: a\nX-Other: b\x0b\xff\rc'), 551);
    assert.deepEqual(written.map(String), [
      'RTSP/1.0 551 Option not supported\r\nCSeq: 1\r\nUnsupported: aX-Other: bc\r\nServer: Stentor\r\n\r\n',
    ]);
  });

  it('answers in order, one after the other', async () => {
    const { connection, written } = rig();
    const requests = ['DESCRIBE', 'OPTIONS', 'SETUP'].map(
      (method, i) => `${method} ${URL_} RTSP/1.0\r\nCSeq: ${i}\r\n${TCP}\r\n\r\n`,
    );
    await connection.take(Buffer.from(requests.join('')));
    assert.deepEqual(
      written.map(answer => /CSeq: (\d)/.exec(answer.toString())?.[1]),
      ['0', '1', '2'],
    );
  });
});
