/**
 * early-reset: the factory reset by the control button, before the data partition is mounted. Started only where
 * `button-held` found the button down. Leaves a marker where the factory defaults are to be restored; whatever fails, the
 * speaker starts as always.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../core/clock.ts';
import { replaceFile } from '../../core/files.ts';
import { findPanel } from '../pi/find-panel.ts';
import { LedFile } from '../pi/led-file.ts';
import { PanelInput } from '../pi/panel-input.ts';
import { queryByEvtest } from '../pi/query-panel.ts';
import { polled } from '../pi/watch-readable.ts';
import { runReset } from './run-reset.ts';
import type { ResetLight, ResetOutcome } from './step.ts';

const { values: flags } = parseArgs({
  options: {
    device: { type: 'string' },
    leds: { type: 'string', default: '/sys/class/leds' },
    mark: { type: 'string', default: '/run/stentor/factory-reset' },
  },
});

/** How often the button is looked at, ms. */
const POLL_MS = 20;

const say = (message: string) => process.stdout.write(`early-reset: ${message}\n`);
const led = (colour: string) => new LedFile(join(flags.leds, `stentor:${colour}:status`), systemClock);
const lamps = { red: led('red'), green: led('green') };

function shine(look: ResetLight): void {
  say(`status LED ${look}`);
  try {
    for (const lamp of Object.values(lamps)) lamp.set(look === 'amber');
  } catch (error) {
    say(`the status LED cannot be switched: ${String(error)}`);
  }
}

async function finish(outcome: ResetOutcome): Promise<void> {
  say({ normal: 'starting as always', stuck: 'the button is stuck: nothing is wiped', reset: 'restoring' }[outcome]);
  if (outcome !== 'reset') return;
  mkdirSync(dirname(flags.mark), { recursive: true });
  await replaceFile(flags.mark, 'button\n');
}

/** @returns how it went */
async function watch(device: string): Promise<ResetOutcome> {
  const input = await PanelInput.open({
    device,
    hasSwitch: false,
    query: queryByEvtest(systemClock),
    watch: polled(systemClock, POLL_MS),
  });
  return new Promise(resolve => {
    const button = runReset({ clock: systemClock, pressed: input.pressed, light: shine, done: resolve });
    input.start({
      button,
      muted: () => undefined,
      lost: reason => {
        say(`the panel is gone: ${reason}`);
        resolve('normal');
      },
    });
  });
}

try {
  const device = flags.device ?? findPanel();
  if (device === undefined) throw new Error('there is no panel');
  await finish(await watch(device));
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}; starting as always`);
  shine('amber');
}
process.exit();
