import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { music, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

interface Health {
  readonly restarts: number;
  readonly engine?: {
    readonly device: { readonly state: string; readonly realtime: boolean };
    readonly counters: { readonly opens: number };
  };
  readonly playing: readonly { readonly atMs: number }[];
}

describe('the sound comes back', function () {
  this.timeout(60_000);
  const sound = music(5);
  let stentor: Stentor;

  before(async () => {
    // The real thing: a card whose clock waits for nobody.
    stentor = await startStentor({ lockstep: false });
    await stentor.setUp();
    await stentor.upload('music.wav', wav(sound));
  });
  after(() => stentor.stop());

  const health = async () => (await (await stentor.fetch('/api/audio')).json()) as Health;
  const audible = async () => {
    const { left } = stentor.card.recordSpeaker(stentor.card.deviceTime() - 4800, 4800);
    return left.some(sample => sample !== 0);
  };
  const play = async (repeat: number) => {
    await stentor.fetch(`/axis-cgi/playclip.cgi?clip=0&repeat=${repeat}`);
    await eventually('it sounds', audible);
  };
  const audiod = () => Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);

  it('when the audio process is killed, and the clip goes on where it was', async () => {
    await play(-1);
    const before = (await health()).restarts;
    const position = async () => (await health()).playing[0]?.atMs ?? 0;
    await eventually('it has played for a while', async () => (await position()) > 1500);
    const killed = audiod();
    process.kill(killed, 'SIGKILL');
    await eventually('another process runs', () => audiod() !== killed);
    await eventually('it sounds again', audible);
    assert.equal((await health()).restarts, before + 1);
    assert.ok((await position()) > 1000, 'it did not begin anew');
  });

  it('when the card is pulled and plugged in again', async () => {
    await play(-1);
    await eventually('the process has reported', async () => (await health()).engine !== undefined);
    const { engine, restarts } = await health();
    stentor.card.unplug();
    await eventually('the loss is noticed', async () => (await health()).engine?.device.state === 'lost');
    stentor.card.plug();
    await eventually('the card is open again', async () => (await health()).engine?.device.state === 'open');
    await eventually('it sounds again', audible);
    const now = await health();
    assert.equal(now.engine?.counters.opens, (engine?.counters.opens ?? 0) + 1);
    assert.equal(now.restarts, restarts, 'the process is the same');
  });

  it('when the audio process hangs', async () => {
    await play(-1);
    const stopped = audiod();
    process.kill(stopped, 'SIGSTOP');
    await eventually('another process runs', () => audiod() !== stopped);
    await eventually('it sounds again', audible);
  });

  it('and a clip that ends while there is no card is over', async () => {
    await play(0);
    stentor.card.unplug();
    await eventually('the clip is over', async () => (await health()).playing.length === 0);
    stentor.card.plug();
    await eventually('the card is open again', async () => (await health()).engine?.device.state === 'open');
    assert.equal(await audible(), false);
  });
});
