import type { Helpers } from './helpers.ts';

/** Whom the switch of the virtual network does not let in. */
const STRANGER = 'nobody';

/**
 * Helpers of a machine that is not the speaker's to set up. Rules are taken and have no effect; the switch lets in whoever
 * says any name but `nobody`.
 */
export const virtualHelpers: Helpers = (name, input, heard) => {
  let open = true;
  const say = (...lines: readonly string[]) => lines.forEach(line => open && heard(line));
  let end: (why: string) => void = () => undefined;
  const ended = new Promise<string>(resolve => (end = resolve));
  queueMicrotask(() => {
    if (name === 'firewall') {
      say('ok');
      end('');
    } else say('eth0: CTRL-EVENT-EAP-STARTED EAP authentication started', verdictOn(input));
  });
  return {
    close() {
      open = false;
      end('');
    },
    ended,
  };
};

function verdictOn(input: string): string {
  const hex = /^identity=([0-9a-f]*)$/m.exec(input)?.[1] ?? '';
  return Buffer.from(hex, 'hex').toString() === STRANGER
    ? 'eth0: CTRL-EVENT-EAP-FAILURE EAP authentication failed'
    : 'eth0: CTRL-EVENT-EAP-SUCCESS EAP authentication completed successfully';
}
