import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Machine } from '../../scripts/image/emulator/machine.ts';
import { beep, wav } from '../support/signals.ts';
import { PASSWORD } from '../support/stentor.ts';
import { whatIsKept } from './support/card-copy.ts';
import { chance } from './support/chance.ts';
import { newSpeaker } from './support/speaker.ts';
import { type Kept, Writer } from './support/writer.ts';

const MINUTE = 60_000;
const CUTS = Number(process.env['CUTS'] ?? 100);
/** Every so many cuts the card is really started again; all others are mended and read as its start would. */
const BOOT_EVERY = 25;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/**
 * A power cut leaves on the card what had been written to it by then. The machine stands still for the time of a copy of
 * its card: that copy is a card whose power went at this very moment, and the machine goes on.
 */
describe('the card after a power cut', function () {
  this.timeout(90 * MINUTE);
  const clip = wav(beep(300));
  const random = chance(SEED);
  let speaker: ReturnType<typeof newSpeaker>;
  let machine: Machine;

  before(async () => {
    console.log(`      SEED=${SEED} CUTS=${CUTS}`);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    // A small card: its copies are quick.
    speaker = newSpeaker({ kind: 'virt', cardMib: 1024 });
    machine = speaker.machine;
    await machine.boot();
    await machine.waitForHttp('/');
    const query = `action=add&user=root&pwd=${encodeURIComponent(PASSWORD)}&grp=root&sgrp=admin:operator:viewer`;
    const answer = await fetch(`${machine.https}/axis-cgi/pwdgrp.cgi?${query}`);
    assert.ok(answer.ok, await answer.text());
  });
  after(() => speaker.dispose());

  it(`keeps all that was confirmed, and the change under way whole or not at all (${CUTS} cuts)`, async () => {
    const copy = join(machine.folder, 'cut.qcow2');
    const scratch = join(machine.folder, 'cut');
    const writer = new Writer(machine.https, random);
    writer.start();
    for (let cut = 1; cut <= CUTS; cut++) {
      await writer.pause(200 + random() * 1800);
      const mark = writer.mark();
      await machine.pause();
      machine.copyCard(copy);
      const possible = writer.possible(mark);
      const kept = await whatIsKept(copy, scratch, clip);
      assert.ok(
        possible.some(state => isSame(state, kept)),
        lost(cut, kept, possible),
      );
      rmSync(copy);
      await machine.resume();
    }
    await writer.stop();
    console.log(`      ${CUTS} cuts while ${writer.confirmed} changes were confirmed`);
    assert.ok(writer.confirmed > CUTS / 4, 'something was written meanwhile');
  });

  it('starts again with all that was confirmed', async () => {
    for (let cut = 1; cut <= Math.max(1, Math.floor(CUTS / BOOT_EVERY)); cut++) {
      const writer = new Writer(machine.https, random);
      await writer.takeOver();
      writer.start();
      await writer.pause(200 + random() * 3000);
      const mark = writer.mark();
      await machine.powerCut();
      await writer.stop().catch(() => undefined); // its peer has gone
      await machine.boot();
      await machine.waitForHttp('/axis-cgi/usergroup.cgi');
      const next = new Writer(machine.https, random);
      const kept = await next.takeOver();
      const possible = writer.possible(mark);
      assert.ok(
        possible.some(state => isSame(state, kept)),
        lost(cut, kept, possible),
      );
    }
  });
});

const isSame = (a: Kept, b: Kept) => a.gain === b.gain && a.clips.join() === b.clips.join();

const lost = (cut: number, kept: Kept, possible: readonly Kept[]) =>
  `cut ${cut}: the card keeps ${JSON.stringify(kept)}, possible were ${possible.map(state => JSON.stringify(state)).join(' or ')}`;
