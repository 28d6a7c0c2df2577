/**
 * A program that loses its sound card again and again while naudiodon plays; prints what it saw as one line of JSON. Its
 * first argument is the file of the virtual card. Kill it: threads of naudiodon that wait for ever keep it from ending.
 */
import { VirtualCard } from '../../src/board/virtual/card.ts';
import { systemClock } from '../../src/core/clock.ts';
import { CONTROL, createDeviceRings } from '../../src/engine/control.ts';
import { createDriver } from '../../src/engine/drivers/index.ts';
import { until } from './until.ts';

/** What one loss was like. */
export interface Loss {
  readonly reason: string;
  /** Of the 500 ms after it. */
  readonly cpuMs: number;
  readonly closed: boolean;
}

const card = VirtualCard.attach(process.argv[2] ?? '');
const driver = createDriver('naudiodon', { clock: systemClock });

async function lose(): Promise<Loss> {
  const rings = createDeviceRings(8192);
  Atomics.store(rings.control, CONTROL.IDLE, 1);
  const request = {
    output: 'stentor_speaker',
    input: 'stentor_microphone',
    callbackFrames: 480,
    latencyS: 0.03,
    rings,
  };
  const stream = driver.open(request);
  await until('it plays', () => Atomics.load(rings.control, CONTROL.CALLBACKS) > 5);
  card.unplug();
  await until('it is lost', () => stream.lost() !== undefined);
  const reason = stream.lost() ?? '';
  const spent = process.cpuUsage();
  await new Promise(resolve => setTimeout(resolve, 500));
  const { user, system } = process.cpuUsage(spent);
  const closed = stream.close();
  card.plug();
  return { reason, cpuMs: (user + system) / 1000, closed };
}

const losses = [await lose(), await lose()];
let refusal = '';
try {
  await lose();
} catch (error) {
  refusal = error instanceof Error ? error.message : String(error);
}
console.log(JSON.stringify({ losses, refusal }));
