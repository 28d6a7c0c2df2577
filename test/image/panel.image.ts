import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { LiveEvent, Session } from '../../src/api/contract.ts';
import type { Machine } from '../../scripts/image/emulator/machine.ts';
import { Administrator, soon } from './support/administrator.ts';
import { newSpeaker } from './support/speaker.ts';

const MINUTE = 60_000;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('the panel of the card in an emulated computer', function () {
  this.timeout(30 * MINUTE);
  let speaker: ReturnType<typeof newSpeaker>;
  let machine: Machine;
  let administrator: Administrator;

  const events = async () => JSON.parse(await administrator.get('/api/events')) as readonly LiveEvent[];
  const told = async (id: string) => (await events()).filter(event => event.id === id).map(({ data }) => data);

  before(async () => {
    speaker = newSpeaker({ kind: 'virt', sound: false, jit: false });
    machine = speaker.machine;
    administrator = new Administrator(() => machine.https);
    await machine.boot();
    await machine.waitForHttp('/');
    await administrator.setUp();
  });
  after(() => speaker.dispose());

  it('shows amber while it starts, green when it is ready, and then nothing', async () => {
    await machine.waitForLed('unlit');
  });

  it('takes a press and release of the control button as the wish to calibrate', async () => {
    await machine.press();
    await pause(400);
    await machine.release();
    const presses = await soon(
      () => told('system.control-button'),
      list => list.length > 0,
    );
    assert.equal(presses.at(-1)?.['gesture'], 'calibrate');
  });

  it('follows the microphone switch', async () => {
    const states = () => told('system.microphone-switch');
    await machine.microphone(false);
    await soon(states, list => list.at(-1)?.['on'] === false);
    await machine.microphone(true);
    await soon(states, list => list.at(-1)?.['on'] === true);
  });

  it('wipes nothing when the button is held at power-on for nine seconds', async () => {
    await machine.press();
    await machine.powerCycle();
    await machine.waitForLed('amber');
    await machine.waitForLed('unlit');
    await pause(9000);
    assert.equal(await machine.led(), 'unlit');
    await machine.release();
    await machine.serial.waitFor(/starting as always/);
    const { code, output } = await machine.shell('grep root /data/stentor/users.json');
    assert.equal(code, 0, output);
  });

  it('returns to the factory default when it is held until amber comes the second time', async () => {
    await machine.press();
    await machine.powerCycle();
    await machine.waitForLed('amber');
    await machine.waitForLed('unlit');
    const began = Date.now();
    await machine.waitForLed('amber');
    const heldS = (Date.now() - began) / 1000;
    assert.ok(heldS > 8, `amber came the second time after ${heldS} s`);
    await machine.release();
    await machine.waitForLed('green');
    await machine.waitForHttp('/');
    const session = JSON.parse((await machine.waitForHttp('/api/session')).body) as Session;
    assert.equal(session.state, 'setup', 'the set-up page comes again');
  });
});
