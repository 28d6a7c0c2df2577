import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { align } from '../support/alignment.ts';
import { DigestClient } from '../support/digest-client.ts';
import { music, wav } from '../support/signals.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const SECONDS = 3;

describe('a camera plays a clip', function () {
  this.timeout(60_000);
  const sound = music(SECONDS);
  let stentor: Stentor;
  let camera: DigestClient;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('music.wav', wav(sound));
    camera = new DigestClient(stentor.http, 'root', PASSWORD);
  });
  after(async () => {
    camera.close();
    await stentor.stop();
  });

  const silent = async () => {
    const { playing } = (await (await stentor.fetch('/api/audio')).json()) as { playing: unknown[] };
    return playing.length === 0;
  };

  /** What the speaker played from `from` until the clip was over. */
  async function recording(from: number) {
    await eventually('the clip is over', silent);
    const frames = stentor.card.deviceTime() - from;
    return stentor.card.recordSpeaker(from, frames);
  }

  it('and the sound that leaves the card is the file, without a gap', async () => {
    const from = stentor.card.deviceTime();
    const { status, text } = await camera.get(
      '/axis-cgi/playclip.cgi?location=music.wav&repeat=0&volume=100&audiodeviceid=0&audiooutputid=0',
    );
    assert.equal(status, 200);
    assert.equal(text, 'OK\nplaying=0');
    const { left, right, holes } = await recording(from);
    const { at, correlation } = align(left, sound);
    assert.ok(correlation >= 0.9999, `correlation ${correlation}`);
    // A clip at 48 kHz and full volume goes through bit by bit.
    assert.deepEqual(left.subarray(at, at + sound.length), sound);
    assert.deepEqual(right, left);
    assert.deepEqual(holes, []);
  });

  it('twice, one round behind the other without a gap, at half the volume', async () => {
    const from = stentor.card.deviceTime();
    const { text } = await camera.get('/axis-cgi/playclip.cgi?clip=0&repeat=1&volume=50');
    assert.equal(text, 'OK\nplaying=0');
    const { left } = await recording(from);
    const twice = Int16Array.from({ length: sound.length * 2 }, (_, i) => Math.round(sound[i % sound.length]! / 2));
    const { at, correlation } = align(left, twice);
    assert.ok(correlation >= 0.9999, `correlation ${correlation}`);
    const played = left.subarray(at, at + twice.length);
    const most = played.reduce((worst, sample, i) => Math.max(worst, Math.abs(sample - twice[i]!)), 0);
    assert.ok(most <= 1, `differs by ${most}`);
  });

  it('until somebody stops it', async () => {
    await camera.get('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
    assert.equal(await silent(), false);
    assert.equal((await camera.get('/axis-cgi/stopclip.cgi')).text, 'OK\nstopping');
    await eventually('it is silent', silent);
  });

  for (const [query, reason] of [
    ['clip=7', /no audio clip 7/],
    ['clip=0&repeat=often', /repeat/],
    ['clip=0&volume=1001', /volume/],
    ['location=nothing.wav', /nothing\.wav/],
    ['', /clip|location/],
  ] as const) {
    it(`and is told what is wrong with "${query}"`, async () => {
      const { status, text } = await camera.get(`/axis-cgi/playclip.cgi${query === '' ? '' : '?'}${query}`);
      assert.equal(status, 400);
      assert.match(text, reason);
    });
  }
});
