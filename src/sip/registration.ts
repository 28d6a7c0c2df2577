import { BackOff } from '../core/back-off.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { JsSipAgent, JsSipMessage } from './jssip.ts';
import type { Flow } from './transport/index.ts';

/** Why a registration failed: what broke on the way, or how the registrar answered. */
export type FailureCode = 'dns' | 'udp' | 'tcp' | 'tls' | 'time-out' | 'refused' | `${number}`;

export interface RegistrationStatus {
  readonly state: 'not-registering' | 'registering' | 'registered' | 'failed';
  /** Of the registrar's last answer; 0 before. */
  readonly status: number;
  readonly failure: FailureCode | undefined;
  /** For people. */
  readonly text: string;
  /** Where it is registered, or tried to be. */
  readonly registrar: string;
  readonly since: Date;
}

/** ms after which a registrar is asked again that knows us and does not want us: it may lock the account. */
const REFUSED_MS = 120_000;
/** ms on the second registrar after which the first is tried again. */
const FAIL_BACK_MS = 300_000;
const KEEP_ALIVE_MS = 25_000;

interface RegistrationDeps {
  readonly clock: Clock;
  readonly agent: JsSipAgent;
  /** The first is preferred. At least one. */
  readonly registrars: readonly string[];
  readonly keepAlive: (flow: Flow) => void;
  readonly changed: () => void;
}

/** Keeps one account registered: again before it expires, elsewhere where one registrar is gone, later where all are. */
export class Registration {
  readonly #deps: RegistrationDeps;
  readonly #backOff = new BackOff();
  #status: RegistrationStatus;
  #current = 0;
  #since: number;
  #flow: Flow | undefined;
  #retry: Off | undefined;
  #stopped = false;

  constructor(deps: RegistrationDeps) {
    this.#deps = deps;
    this.#since = deps.clock.monotonic();
    this.#status = this.#made('registering', {});
  }

  get status(): RegistrationStatus {
    return this.#status;
  }

  /** Which registrar is asked now: its place in the list. */
  get current(): number {
    return this.#current;
  }

  start(): Off {
    const { agent, clock } = this.#deps;
    agent.on('registrationFailed', ({ response, cause }) => this.#failed(response, cause ?? ''));
    const keepAlive = clock.every(KEEP_ALIVE_MS, () => {
      if (this.#flow !== undefined) this.#deps.keepAlive(this.#flow);
    });
    return () => {
      this.#stopped = true;
      this.#retry?.();
      keepAlive();
    };
  }

  /** Before each refresh. */
  expiring(): void {
    if (this.#current !== 0 && this.#deps.clock.monotonic() - this.#since > FAIL_BACK_MS) this.#current = 0;
    this.#deps.agent.register();
  }

  /** The registrar answered over this flow. JsSIP tells of a first success only. */
  answeredOver(flow: Flow, status: number): void {
    if (this.#stopped) return;
    this.#flow = flow;
    if (status >= 200 && status < 300) this.#registered(status);
  }

  /** A connection broke: the registrar cannot call us any more before we registered again. */
  flowClosed(flow: Flow): void {
    if (flow.connection === 0 || this.#flow?.connection !== flow.connection) return;
    this.#flow = undefined;
    this.#status = this.#made('registering', { text: 'The connection broke' });
    this.#deps.changed();
    this.#again(this.#backOff.after(0));
  }

  #registered(status: number): void {
    this.#retry?.();
    this.#since = this.#deps.clock.monotonic();
    this.#backOff.after(Infinity);
    this.#status = this.#made('registered', { status, text: 'Registered' });
    this.#deps.changed();
  }

  #failed(response: JsSipMessage | null, cause: string): void {
    const told = failureOf(response, cause);
    this.#status = this.#made('failed', told);
    this.#deps.changed();
    const hasOthers = this.#deps.registrars.length > 1 && !told.isRefused;
    if (hasOthers) this.#current = (this.#current + 1) % this.#deps.registrars.length;
    const pauseMs = this.#backOff.after(0);
    const isAtOnce = hasOthers && this.#current !== 0;
    this.#again(told.isRefused ? REFUSED_MS : isAtOnce ? 0 : pauseMs);
  }

  #again(ms: number): void {
    this.#retry?.();
    if (!this.#stopped) this.#retry = this.#deps.clock.after(ms, () => this.#deps.agent.register());
  }

  #made(state: RegistrationStatus['state'], more: Partial<RegistrationStatus>): RegistrationStatus {
    return {
      state,
      status: 0,
      failure: undefined,
      text: 'Registering',
      registrar: this.#deps.registrars[this.#current] ?? '',
      since: this.#deps.clock.now(),
      ...more,
    };
  }
}

interface Failure {
  readonly status: number;
  readonly failure: FailureCode;
  readonly text: string;
  /** The registrar knows us and does not want us. */
  readonly isRefused: boolean;
}

/** What broke on the way stands in a response that the hub made. */
function failureOf(response: JsSipMessage | null, cause: string): Failure {
  const local = response?.getHeader('stentor-failure');
  if (local !== undefined) {
    const space = local.indexOf(' ');
    return { status: 0, failure: local.slice(0, space) as FailureCode, text: local.slice(space + 1), isRefused: false };
  }
  const status = response?.status_code ?? 0;
  const text = `${status} ${response?.reason_phrase ?? cause}`;
  return { status, failure: `${status}`, text, isRefused: status >= 400 && status < 500 && status !== 408 };
}
