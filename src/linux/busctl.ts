import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { run } from '../core/process.ts';
import { propertyOf, replyOf } from './bus-reply.ts';
import { busWords } from './bus-words.ts';
import type { BusMember, SystemBus } from './system-bus.ts';

/** How long a service may take for its answer, s. */
const TIMEOUT_S = 30;
/** busctl gives up by itself; this is for a busctl that hangs. */
const KILL_MS = (TIMEOUT_S + 5) * 1000;

const OPTIONS = [
  '--system',
  '--json=short',
  `--timeout=${TIMEOUT_S}`,
  // Nobody is there to type a password: what the rules do not allow is refused at once.
  '--allow-interactive-authorization=no',
  '--',
];

interface BusctlDeps {
  readonly clock: Clock;
  /** Another program in the place of busctl, for tests. */
  readonly program?: string;
}

/** The system bus by systemd's own command-line client; why: docs/decisions/0010. */
export function createBusctl({ clock, program = 'busctl' }: BusctlDeps): SystemBus {
  const ask = async (member: BusMember, words: readonly string[]) => {
    try {
      let text = '';
      const [verb = '', ...rest] = words;
      const names = [member.destination, member.path, member.interface, member.member];
      const output = run(program, [...OPTIONS, verb, ...names, ...rest], { clock, timeoutMs: KILL_MS });
      for await (const part of output) text += part.toString();
      return text;
    } catch (error) {
      throw error instanceof Fault ? explained(member, error) : error;
    }
  };
  return {
    async call({ signature = '', args = [], ...member }) {
      const words = signature === '' ? [] : [signature, ...busWords(signature, args)];
      return replyOf(await ask(member, ['call', ...words]));
    },
    async get(property) {
      return propertyOf(await ask(property, ['get-property']));
    },
  };
}

/** What busctl says where the other side, or the bus itself, is not there. */
const ABSENT = /Failed to connect|not provided by any|Could not activate|Unit \S+ not found|is masked/i;

function explained({ destination, member }: BusMember, { kind, message, cause }: Fault): Fault {
  const reason = message.replace(/^.*?failed: (Call failed: |Failed to get property .*?: )?/s, '');
  const absent = kind === 'unavailable' || ABSENT.test(message);
  return new Fault(absent ? 'unavailable' : 'failed', `${destination} ${member}: ${reason}`, { cause });
}
