import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { align } from '../support/alignment.ts';
import { music, wav } from '../support/signals.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const SECONDS = 2;

/** What others use to send live sound, and how they frame it. */
const SENDERS: Readonly<Record<string, (file: string, raw: string, url: string) => readonly string[]>> = {
  'ffmpeg with a chunked body, in real time': (file, _raw, url) =>
    `ffmpeg -v error -re -i ${file} -f mulaw -ar 16000 -ac 1 -content_type audio/axis-mulaw-128 ${url}`.split(' '),
  'ffmpeg whose body ends by closing': (file, _raw, url) =>
    `ffmpeg -v error -re -i ${file} -f mulaw -ar 16000 -ac 1 -content_type audio/axis-mulaw-128 -chunked_post 0 ${url}`.split(
      ' ',
    ),
  'ffmpeg with a RIFF header in the body': (file, _raw, url) =>
    `ffmpeg -v error -re -i ${file} -f wav -c:a pcm_mulaw -ar 16000 -ac 1 -content_type audio/axis-mulaw-128 ${url}`.split(
      ' ',
    ),
  'ffmpeg as Opus': (file, _raw, url) =>
    `ffmpeg -v error -re -i ${file} -c:a libopus -b:a 96k -page_duration 20000 -f ogg -content_type audio/opus ${url}`.split(
      ' ',
    ),
  'ffmpeg as G.726': (file, _raw, url) =>
    `ffmpeg -v error -re -i ${file} -c:a g726le -b:a 32k -ar 8000 -ac 1 -f g726le -content_type audio/G726-32 ${url}`.split(
      ' ',
    ),
  'curl as fast as it can, with Digest': (_file, raw, url) => [
    ...`curl -sS -f --digest -u root:${PASSWORD.replace(' ', '\u00A0')} -X POST -H`.split(' '),
    'Content-Type: audio/axis-mulaw-128',
    ...`-T ${raw} ${url.replace(/\/\/.*@/, '//')}`.split(' '),
  ],
  // GStreamer 1.22.0 sends nothing with libsoup 3, which it prefers; it takes the one that is loaded already.
  // It names no type, so that its sound is G.711 at 8 kHz; it answers a challenge only with the login of its address.
  'GStreamer’s souphttpclientsink': (file, _raw, url) => [
    ...`env LD_PRELOAD=libsoup-2.4.so.1 gst-launch-1.0 -q filesrc location=${file} ! wavparse ! audioconvert ! audioresample !`.split(
      ' ',
    ),
    ...`audio/x-raw,rate=8000,channels=1 ! mulawenc ! souphttpclientsink location=${url}`.split(' '),
  ],
};

describe('live sound over HTTP', function () {
  this.timeout(90_000);
  const sound = music(SECONDS);
  let folder: string;
  let file: string;
  let raw: string;
  let stentor: Stentor;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-transmit-'));
    file = join(folder, 'music.wav');
    raw = join(folder, 'music.ul');
    await writeFile(file, wav(sound));
    await run(`ffmpeg -v error -i ${file} -f mulaw -ar 16000 -ac 1 ${raw}`.split(' '));
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.keepGains();
    // The senders keep real time, the card and a busy machine do not.
    await stentor.fetch('/axis-cgi/param.cgi?action=update&Audio.ReceiverBuffer=1000&Stentor.Audio.ReceiverCatchUp=no');
  });
  after(async () => {
    await stentor.stop();
    await rm(folder, { recursive: true });
  });

  const url = () =>
    `${stentor.http.replace('//', `//root:${PASSWORD.replace(' ', '%20')}@`)}/axis-cgi/audio/transmit.cgi`;
  const silent = async () => {
    const { live } = (await (await stentor.fetch('/api/audio')).json()) as { live: unknown[] };
    return live.length === 0;
  };

  for (const [name, command] of Object.entries(SENDERS)) {
    it(`plays what is sent by ${name}`, async () => {
      const from = stentor.card.deviceTime();
      const code = await run(command(file, raw, url()).map(argument => argument.replaceAll('\u00A0', ' ')));
      assert.equal(code, 0);
      await eventually('it is silent', silent);
      const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
      const { correlation } = align(left, sound, 700);
      assert.ok(correlation >= 0.98, `correlation ${correlation}`);
    });
  }

  it('answers when the last sample was heard, and is heard as a page', async () => {
    const answer = stentor.fetch('/axis-cgi/audio/transmit.cgi', {
      method: 'POST',
      headers: { 'content-type': 'audio/L16;rate=48000' },
      body: Buffer.from(sound.slice().buffer).swap16(),
    });
    await eventually('it sounds', async () => !(await silent()));
    const { live } = (await (await stentor.fetch('/api/audio')).json()) as { live: { sourceClass: string }[] };
    assert.equal(live[0]?.sourceClass, 'paging');
    const busy = await stentor.fetch('/axis-cgi/audio/transmit.cgi', {
      method: 'POST',
      headers: { 'content-type': 'audio/basic' },
      body: 'x',
    });
    assert.equal(busy.status, 503);
    const { status } = await answer;
    assert.equal(status, 200);
    assert.equal(await silent(), true);
  });

  it('has a clip wait and go on where it was, without a gap or a click', async () => {
    await stentor.upload('music.wav', wav(sound));
    const from = stentor.card.deviceTime();
    await stentor.fetch('/axis-cgi/playclip.cgi?clip=0');
    await eventually('the clip plays', () => stentor.card.deviceTime() > from + 24_000);
    const { status } = await stentor.fetch('/axis-cgi/audio/transmit.cgi', {
      method: 'POST',
      headers: { 'content-type': 'audio/basic' },
      body: Buffer.alloc(8000, 0xff),
    });
    assert.equal(status, 200);
    await eventually('the clip is over', async () => {
      const { playing } = (await (await stentor.fetch('/api/audio')).json()) as { playing: unknown[] };
      return playing.length === 0;
    });
    // The clip is over when its last sample is mixed; the card plays it after that.
    const mixed = stentor.card.deviceTime();
    await eventually('the last sample is played', () => stentor.card.deviceTime() > mixed + 24_000);
    const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
    const whole = withoutSilence(left);
    // The page was a second of silence; what is left is the clip, but for the fades at both sides of it.
    assert.ok(Math.abs(whole.length - sound.length) < 4800, `${whole.length} of ${sound.length} samples`);
    const end = sound.subarray(-9600);
    const { correlation } = align(whole.subarray(-9700), end, 700);
    assert.ok(correlation > 0.999, `correlation of the end ${correlation}`);
  });
});

/** Without the longest run of zeros in the middle, and those at the ends. */
function withoutSilence(samples: Int16Array): Int16Array {
  const kept: number[] = [];
  let zeros = 0;
  for (const sample of samples) {
    zeros = sample === 0 ? zeros + 1 : 0;
    kept.push(sample);
    if (zeros === 480) kept.length -= 480;
    if (zeros > 480) kept.length -= 1;
  }
  return Int16Array.from(kept);
}

async function run([program = '', ...args]: readonly string[]): Promise<number | null> {
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  await once(child, 'exit');
  return child.exitCode;
}
