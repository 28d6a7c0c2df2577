import type { Clock, Off } from '../core/clock.ts';
import { integer, object } from '../core/schema.ts';
import type { EventBus } from '../events/index.ts';
import { systemReady } from '../system/index.ts';
import { type JsonApi, jsonMethod } from './json-api.ts';

/** Nobody waits longer than this in one request, s. */
const LONGEST_S = 600;

interface SystemReadyDeps {
  readonly events: Pick<EventBus, 'on' | 'states'>;
  readonly clock: Clock;
  readonly device: { readonly bootId: string; uptimeS(): number };
  readonly users: { readonly needsSetup: boolean };
}

/** `systemready.cgi`: whether the speaker can be used; waits for that as long as the client has patience. */
export const systemReadyApi = (deps: SystemReadyDeps): JsonApi => ({
  path: '/axis-cgi/systemready.cgi',
  version: '1.4',
  errors: 'basic',
  methods: {
    systemready: jsonMethod({
      access: 'anonymous',
      params: object({ timeout: integer({ minimum: 0, default: 0 }) }),
      run: async ({ timeout }, { signal }) => {
        await untilReady(deps, Math.min(timeout, LONGEST_S) * 1000, signal);
        return {
          systemready: yesOrNo(isReady(deps)),
          needsetup: yesOrNo(deps.users.needsSetup),
          uptime: String(deps.device.uptimeS()),
          bootid: deps.device.bootId,
        };
      },
    }),
  },
});

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

const isReady = ({ events }: SystemReadyDeps) => events.states(systemReady).some(({ ready }) => ready);

/** Resolves when the system is ready, the time is over or the client has gone away. */
async function untilReady(deps: SystemReadyDeps, ms: number, signal: AbortSignal): Promise<void> {
  if (isReady(deps) || ms === 0 || signal.aborted) return;
  const offs: Off[] = [];
  await new Promise<void>(resolve => {
    const done = () => resolve();
    offs.push(deps.events.on(systemReady, ({ ready }) => ready && done()));
    offs.push(deps.clock.after(ms, done));
    signal.addEventListener('abort', done, { once: true });
    offs.push(() => signal.removeEventListener('abort', done));
  });
  for (const off of offs) off();
}
