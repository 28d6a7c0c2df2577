import type { Off } from '../core/clock.ts';
import { startChild } from '../core/process.ts';

interface VirtualGateOptions {
  /** The health gate's program. */
  readonly script: string;
  readonly httpsPort: number;
  /** Folders of the speaker's state and of the virtual slots. */
  readonly state: string;
  readonly slots: string;
  readonly version: string;
  /** The gate gave the release up. */
  readonly onGivenUp: () => void;
}

/** s; a development machine has nothing that needs minutes to come up. */
const HEALTHY = '5';
const PATIENCE = '30';

/** Starts the health gate after a start, as the service manager of the card does. */
export function startVirtualGate(options: VirtualGateOptions): Off {
  const { script, httpsPort, state, slots, version, onGivenUp } = options;
  const places = ['--https', String(httpsPort), '--state', state, '--slots', slots, '--version', version];
  const gate = startChild(script, { args: [...places, '--healthy', HEALTHY, '--patience', PATIENCE] });
  void gate.exited.then(({ code }) => code === 1 && onGivenUp());
  return () => gate.kill('SIGTERM');
}
