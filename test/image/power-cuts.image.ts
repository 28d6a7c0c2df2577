import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { recipeOf } from '../../scripts/image/recipe.ts';
import type { Upgrade } from '../../src/api/contract.ts';
import type { Machine } from '../../scripts/image/emulator/machine.ts';
import { beep, wav } from '../support/signals.ts';
import { Administrator, soon } from './support/administrator.ts';
import { stageOf, unpackState, whatIsKept } from './support/card-copy.ts';
import { chance } from './support/chance.ts';
import { makeRelease } from './support/release.ts';
import { slotThatStarts } from './support/slot-that-starts.ts';
import { newSpeaker } from './support/speaker.ts';
import { type Kept, Writer } from './support/writer.ts';

const MINUTE = 60_000;
const BOARD = process.env['BOARD'] ?? 'pi4';
const CUTS = Number(process.env['CUTS'] ?? 20);
/** Cards that are really started again; all others are mended and read as their start would. */
const BOOTS = Number(process.env['BOOTS'] ?? Math.ceil(CUTS / 25));
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** At most so many of the cuts fall into the upgrade. */
const UPGRADE_SHARE = 0.4;

/** How many of them fall into each stage of it at most; half of them while the other slot is written. */
const SHARES: Readonly<Record<Upgrade['phase'], number>> = {
  idle: 0.05,
  receiving: 0.15,
  checking: 0.1,
  ready: 0.05,
  installing: 0.5,
  restarting: 0.3,
};

/** What was found on the card of a cut. */
interface Found {
  readonly during: string;
  readonly kept: Kept;
}

/**
 * A power cut leaves on the card what had been written to it by then. The machine stands still for the time of a copy of
 * its card: that copy is a card whose power went at this very moment, and the machine goes on.
 */
describe('the card after a power cut', function () {
  this.timeout(90 * MINUTE);
  const clip = wav(beep(300));
  const random = chance(SEED);
  const counts: Record<string, number> = {};
  /** Saved cards that are kept for a real start: one of each stage of the upgrade. */
  const copies = new Map<string, Found>();
  /** Cuts that each stage of the upgrade has had. */
  const cutsOf = new Map<string, number>();
  let speaker: ReturnType<typeof newSpeaker>;
  let machine: Machine;
  let administrator: Administrator;
  let left = CUTS;

  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
  const newWriter = () => new Writer(machine.https, random);
  const file = (name: string) => join(machine.folder, name);
  const cardNow = async (name: string) => {
    await machine.pause();
    const card = machine.saveCard(name);
    await machine.resume();
    return card;
  };
  /** What the supervisor keeps that is started on a card; the machine goes on meanwhile. */
  const look = async (card: string, during: (state: string) => string): Promise<Found> => {
    const state = unpackState(card, file('cut'));
    const found = { during: during(state), kept: await whatIsKept(state, clip) };
    counts[found.during] = (counts[found.during] ?? 0) + 1;
    left--;
    return found;
  };

  /** Waits for a stage of the upgrade that has not had its share of cuts: else the upload, the longest, takes them all. */
  const turnOfStage = async (cuts: number, progress: { readonly over: boolean }) => {
    while (!progress.over) {
      const stage = await administrator.upgradeState().then(
        ({ phase }) => phase,
        () => 'restarting' as const, // it does not answer
      );
      const had = cutsOf.get(stage) ?? 0;
      if (had < Math.ceil(cuts * SHARES[stage])) {
        cutsOf.set(stage, had + 1);
        return;
      }
      await pause(2000);
    }
  };

  before(async () => {
    console.log(`      SEED=${SEED} CUTS=${CUTS} BOOTS=${BOOTS}`);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    // A small card: its copies are quick.
    speaker = newSpeaker({ kind: 'virt', sound: false, jit: false, cardMib: 1024 });
    machine = speaker.machine;
    copyFileSync(join(recipeOf({ board: BOARD }).work, 'boot.img'), file('boot.img'));
    administrator = new Administrator(() => machine.https);
    await machine.boot();
    await machine.waitForHttp('/');
    await administrator.setUp();
    await soon(
      () => administrator.upgradeState(),
      ({ committed, phase }) => committed && phase === 'idle',
    );
  });
  after(() => speaker.dispose());

  it('keeps everything while it is upgraded, and always has a slot that starts', async () => {
    const writer = newWriter();
    writer.start();
    await writer.pause(10_000);
    await writer.stop();
    const expected = await writer.takeOver();
    const version = '9.1.0';
    const bundle = makeRelease({ board: BOARD, version, folder: machine.folder });
    const progress = { over: false };
    const upgraded = administrator
      .upgrade(bundle, machine.http)
      .then(() =>
        soon(
          () => administrator.upgradeState(),
          now => now.version === version && now.committed,
          20 * MINUTE,
        ),
      )
      .finally(() => (progress.over = true));
    const cuts = Math.round(CUTS * UPGRADE_SHARE);
    for (let cut = 1; cut <= cuts && !progress.over; cut++) {
      await turnOfStage(cuts, progress);
      await pause(random() * 6000);
      const name = `upgrade-${cut}`;
      const card = await cardNow(name);
      // Nothing else writes to the slots.
      const { inVain } = slotThatStarts(card, file('boot.img'), file('slots'));
      assert.equal(inVain, 0, 'the first slot in order is whole');
      const found = await look(card, state => `upgrade: ${stageOf(state, version)}`);
      assert.ok(isSame(found.kept, expected), lost(cut, found.kept, [expected]));
      if ([...copies.values()].some(({ during }) => during === found.during)) rmSync(card);
      else copies.set(name, found);
    }
    assert.equal((await upgraded).failure, undefined);
  });

  it('keeps all that was confirmed, and the change under way whole or not at all', async () => {
    const writer = newWriter();
    await writer.takeOver();
    const cuts = left;
    writer.start();
    for (let cut = 1; cut <= cuts; cut++) {
      await writer.pause(200 + random() * 1800);
      const mark = writer.mark();
      const card = await cardNow('change');
      const possible = writer.possible(mark);
      const { kept } = await look(card, () => writer.underWay);
      assert.ok(
        possible.some(state => isSame(state, kept)),
        lost(cut, kept, possible),
      );
      rmSync(card);
    }
    await writer.stop();
    console.log(`      ${CUTS - left} cuts: ${JSON.stringify(counts)}; ${writer.confirmed} changes were confirmed`);
    assert.ok(writer.confirmed > cuts / 4, 'something was written meanwhile');
  });

  it('really starts again with all that was confirmed', async () => {
    const writer = newWriter();
    await writer.takeOver();
    writer.start();
    await writer.pause(200 + random() * 3000);
    const mark = writer.mark();
    await machine.powerCut();
    await writer.stop().catch(() => undefined); // its peer has gone
    await startsWith(writer.possible(mark));
    for (const [name, { during, kept }] of [...copies].slice(0, BOOTS - 1)) {
      await machine.powerCut();
      machine.restoreCard(name);
      await startsWith([kept]);
      console.log(`      started after a cut during ${during}`);
    }
  });

  const startsWith = async (possible: readonly Kept[]) => {
    await machine.boot();
    await machine.waitForHttp('/axis-cgi/usergroup.cgi');
    const kept = await newWriter().takeOver();
    assert.ok(
      possible.some(state => isSame(state, kept)),
      lost(0, kept, possible),
    );
  };
});

const isSame = (a: Kept, b: Kept) => a.gain === b.gain && a.clips.join() === b.clips.join();

const lost = (cut: number, kept: Kept, possible: readonly Kept[]) =>
  `cut ${cut}: the card keeps ${JSON.stringify(kept)}, possible were ${possible.map(state => JSON.stringify(state)).join(' or ')}`;
