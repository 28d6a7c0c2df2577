import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { Transcript } from '../core/transcript.ts';
import type { BrokerPlan } from './broker-plan.ts';
import { openLink } from './link.ts';

export interface ConnectionTest {
  readonly passed: boolean;
  readonly message: string;
  readonly transcript: readonly string[];
}

/** The page does not wait longer for an answer than 20 s. */
const LONGEST_MS = 15_000;

/**
 * Connects once, with an id of its own and no last will: a broker knows one client by one id, and would end the speaker's
 * own connection. Never rejects because of the broker.
 */
export async function testConnection(plan: BrokerPlan, clock: Clock): Promise<ConnectionTest> {
  const transcript = new Transcript([plan.password]);
  const tried: BrokerPlan = {
    ...plan,
    clientId: `${plan.clientId}-test`,
    cleanSession: true,
    will: undefined,
    timeoutMs: Math.min(plan.timeoutMs, LONGEST_MS),
  };
  const { signal } = new AbortController();
  try {
    const link = await openLink(tried, { clock, signal, hear: () => undefined, say: transcript.say });
    await link.end();
    return { passed: true, message: 'The broker accepted the connection.', transcript: transcript.lines };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    transcript.say(`* ${error.message}`);
    const message = transcript.blanked(error.message);
    return {
      passed: false,
      message: `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`,
      transcript: transcript.lines,
    };
  }
}
