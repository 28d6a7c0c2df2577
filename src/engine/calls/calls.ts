import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import { DtlsIdentity } from '../dtls/dtls-handshake.ts';
import { requireDtls } from '../dtls/native.ts';
import type { Ears } from '../listening/ears.ts';
import type { Voices } from '../voices.ts';
import { Call, type CallDeps } from './call.ts';
import type { CallNews, CallOrder } from './call-contract.ts';
import { openPath } from './open-path.ts';

const MAX_CALLS = 32;

interface CallsDeps extends Pick<CallDeps, 'clock' | 'decoder' | 'encoder' | 'blockMs'> {
  readonly clock: Clock;
  readonly voices: Pick<Voices, 'open'>;
  readonly ears: Pick<Ears, 'add'>;
  readonly tell: (call: number, news: CallNews) => void;
  /** Whether what the speaker plays is to be taken out of the microphone. */
  readonly echo: (needed: boolean) => void;
}

/** The sound of all calls. */
export class Calls {
  readonly #deps: CallsDeps;
  readonly #calls = new Map<number, Call>();
  /** One for all calls: a new one costs a millisecond or, on a board, many. */
  #identity: DtlsIdentity | undefined;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
  }

  /** Carries out what the supervisor wants of a call; of one that is gone, nothing. */
  obey(number: number, order: CallOrder): void {
    if (order.is === 'open') {
      this.#open(number, order);
      return;
    }
    const call = this.#calls.get(number);
    if (call === undefined) return;
    try {
      this.#obeyOf(call, number, order);
    } catch (error) {
      this.#fail(number, error);
    }
    this.#deps.echo([...this.#calls.values()].some(({ flow }) => flow?.halfDuplex === false));
  }

  stopAll(): void {
    for (const number of [...this.#calls.keys()]) this.obey(number, { is: 'close' });
  }

  #obeyOf(call: Call, number: number, order: Exclude<CallOrder, { is: 'open' }>): void {
    switch (order.is) {
      case 'flow': {
        call.start(order.flow);
        return;
      }
      case 'mute': {
        call.muted = order.muted;
        return;
      }
      case 'gain': {
        call.gainDb = order.gainDb;
        return;
      }
      case 'dtmf': {
        call.dial(order.tones, order.durationMs);
        return;
      }
      case 'close': {
        this.#calls.delete(number);
        call.close();
        return;
      }
    }
  }

  #open(number: number, { opening }: Extract<CallOrder, { is: 'open' }>): void {
    const { voices, ears, tell } = this.#deps;
    if (this.#calls.size >= MAX_CALLS) {
      tell(number, { is: 'failed', kind: 'busy', why: `there are ${MAX_CALLS} calls` });
      return;
    }
    const call = new Call({
      ...this.#deps,
      path: (opening, listener) => openPath(this.#deps.clock, opening, listener),
      identity: () => (this.#identity ??= new DtlsIdentity(requireDtls())),
      voice: () => voices.open('call'),
      listen: hearer => ears.add(hearer, error => this.#fail(number, error)),
      tell: news => tell(number, news),
      lost: why => this.#fail(number, new Fault('unavailable', why)),
    });
    this.#calls.set(number, call);
    call.open(opening).catch((error: unknown) => this.#fail(number, error));
  }

  #fail(number: number, error: unknown): void {
    const call = this.#calls.get(number);
    this.#calls.delete(number);
    call?.close();
    const kind = error instanceof Fault && error.kind === 'busy' ? 'busy' : 'unavailable';
    this.#deps.tell(number, { is: 'failed', kind, why: error instanceof Error ? error.message : String(error) });
  }
}
