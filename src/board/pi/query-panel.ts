import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import { exitCode } from '../../core/process.ts';
import type { QueryPanel } from './panel-input.ts';

const QUERIES = { button: ['EV_KEY', 'BTN_0'], switch: ['EV_SW', 'SW_MUTE_DEVICE'] } as const;

/** evtest(1): the exit code of `--query` where the key is down or the switch set. */
const SET = 10;

/** Asks Debian's evtest, because Node has no ioctl. */
export const queryByEvtest =
  (clock: Clock): QueryPanel =>
  async (device, what) => {
    const code = await exitCode('evtest', ['--query', device, ...QUERIES[what]], { clock, timeoutMs: 30_000 });
    if (code === SET || code === 0) return code === SET;
    throw new Fault('failed', `evtest cannot tell how the ${what} stands (exit code ${code})`);
  };
