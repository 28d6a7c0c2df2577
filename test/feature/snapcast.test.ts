import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'mocha';
import type { LiveEvent } from '../../src/api/contract.ts';
import { buildMessage, MESSAGE } from '../../src/engine/snapcast/message.ts';
import { freePort } from '../support/free-port.ts';
import { babble, soundFolder, wavFile } from '../support/sounds.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** Debian's snapserver, playing a file again and again. */
class Snapserver {
  readonly port: number;
  readonly control: number;
  readonly #child: ChildProcess;
  #printed = '';

  private constructor(ports: readonly [number, number], folder: string, source: string) {
    [this.port, this.control] = ports;
    // Not Debian's own file: it has a stream that nobody plays to, and which every client would get.
    const config = `${folder}/snapserver.conf`;
    writeFileSync(
      config,
      `[stream]
source = ${source}
buffer = 600
bind_to_address = 127.0.0.1
port = ${this.port}
`,
    );
    const options = [
      `--config=${config}`,
      '--tcp.bind_to_address=127.0.0.1',
      `--tcp.port=${this.control}`,
      '--http.enabled=false',
      `--server.datadir=${folder}`,
    ];
    this.#child = spawn('snapserver', options, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [this.#child.stdout, this.#child.stderr])
      output?.on('data', (text: Buffer) => (this.#printed += text.toString()));
  }

  static async start(folder: string, source: string): Promise<Snapserver> {
    return new Snapserver([await freePort(), await freePort()], folder, source);
  }

  printed(): string {
    return this.#printed;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await new Promise(resolve => this.#child.once('exit', resolve));
  }
}

describe('a Snapcast server', function () {
  this.timeout(90_000);
  const folder = soundFolder();
  let stentor: Stentor;
  let sound: string;

  before(async () => {
    sound = wavFile(folder.file('music.wav'), babble(10));
    stentor = await startStentor({ lockstep: false });
    await stentor.setUp();
  });
  after(async () => {
    await stentor.stop();
    folder.remove();
  });

  const set = async (port: number, { enabled = true, control = 0 } = {}) => {
    const changes = {
      'Stentor.Audio.Snapcast.Server': '127.0.0.1',
      'Stentor.Audio.Snapcast.Port': port,
      'Stentor.Audio.Snapcast.ControlPort': control,
      'Stentor.Audio.Snapcast.Enabled': enabled,
    };
    const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(changes) });
    assert.equal(answer.status, 200, await answer.text());
  };
  const now = async (): Promise<Readonly<Record<string, unknown>>> => {
    const all = (await (await stentor.fetch('/api/events')).json()) as LiveEvent[];
    return all.filter(({ id }) => id === 'audio.snapcast').at(-1)?.data ?? {};
  };
  const sounds = () => stentor.card.lastSpeaker(0.5).some(sample => Math.abs(sample) > 200);
  const source = (codec: string) =>
    `process:///usr/bin/ffmpeg?name=${codec}&codec=${codec}&sampleformat=48000:16:2&params=${encodeURIComponent(
      `-v error -re -stream_loop -1 -i ${sound} -f s16le -ar 48000 -ac 2 -`,
    )}`;

  for (const codec of ['pcm', 'flac', 'opus']) {
    it(`plays what it sends as ${codec}, and comes back when it does`, async () => {
      const server = await Snapserver.start(folder.path, source(codec));
      await set(server.port, { control: server.control });
      try {
        await eventually('it sounds', sounds);
        await eventually('it is told', async () =>
          String((await now())['format'])
            .toLowerCase()
            .startsWith(codec),
        );
        await eventually('it is in time', async () => Math.abs(Number((await now())['errorMs'] ?? 99)) <= 2);
        await eventually('it knows what it hears', async () => (await now())['stream'] === codec);
        const told = await now();
        assert.equal(told['state'], 'playing');
        assert.equal(told['bufferMs'], 600);
        assert.equal(told['volume'], 100);
      } catch (error) {
        throw new Error(`${JSON.stringify(await now())}\n${server.printed()}\n${stentor.output()}`, { cause: error });
      } finally {
        await server.stop();
      }
      await eventually('it waits', async () => (await now())['state'] === 'waiting');
      await eventually('it is silent', () => !sounds());
      await set(server.port, { enabled: false });
      await eventually('it stops', async () => (await now())['state'] === 'stopped');
    });
  }

  const liar = async (message: Uint8Array, problem: RegExp) => {
    const server: Server = createServer(socket => {
      socket.on('error', () => undefined);
      socket.write(message);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    await set((server.address() as AddressInfo).port);
    await eventually('it is told', async () => problem.test(String((await now())['problem'])));
    await set(1704, { enabled: false });
    server.close();
  };

  it('plays where the control interface tells nonsense', async () => {
    const server = await Snapserver.start(folder.path, source('pcm'));
    for (const answer of ['no JSON\r\n', '{"id":1,"result":7}\r\n', 'x'.repeat(2_000_000)]) {
      const control = createServer(socket => void socket.on('error', () => undefined).write(answer));
      await new Promise<void>(resolve => control.listen(0, '127.0.0.1', resolve));
      await set(server.port, { control: (control.address() as AddressInfo).port });
      await eventually('it sounds', sounds);
      assert.equal((await now())['stream'], undefined);
      await set(server.port, { enabled: false });
      await eventually('it stops', async () => (await now())['state'] === 'stopped');
      control.close();
    }
    await server.stop();
  });

  it('is told when it sends what no server does', async () => {
    const huge = buildMessage({ type: MESSAGE.chunk, sentMs: 0, body: new Uint8Array(0) }, 1);
    new DataView(huge.buffer).setUint32(22, 0xffff_ffff, true);
    await liar(huge, /4294967295 bytes/);
    await liar(buildMessage({ type: MESSAGE.codecHeader, sentMs: 0, body: new Uint8Array(3) }, 1), /ends early/);
    const codec = Buffer.from('\x04\0\0\0mp3!\0\0\0\0', 'latin1');
    await liar(buildMessage({ type: MESSAGE.codecHeader, sentMs: 0, body: codec }, 1), /sends "mp3!"/);
  });
});
