import { PassThrough, type Readable } from 'node:stream';
import type { Clock, Off } from '../core/clock.ts';
import { Fault, invalid, unavailable } from '../core/fault.ts';
import type { Log } from '../core/log.ts';

/** What is captured. */
export interface CaptureWish {
  /** A network interface, or `any`. */
  readonly interface: string;
  /** An expression as pcap-filter(7) has it. */
  readonly filter: string;
}

/** A trace that runs: a pcap file that grows. */
export interface RunningCapture {
  readonly stream: Readable;
  stop(): void;
  /** What is known of why it ended by itself; never rejects. */
  readonly ended: Promise<string>;
}

/** Whoever may see all packets: a program, or a service that runs it. */
export type Tracer = (wish: CaptureWish) => RunningCapture;

interface CaptureDeps {
  readonly tracer: Tracer;
  /** Names of the network interfaces. */
  readonly interfaces: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

export interface CaptureRequest {
  readonly seconds: number;
  /** `any` unless told. */
  readonly interface?: string | undefined;
  /** Who gets the trace: its own packets are left out, or every packet sent would make another. */
  readonly peer: { readonly address: string; readonly port: number };
  readonly signal: AbortSignal;
}

const LONGEST_S = 3600;
/** Each holds a socket that sees everything. */
const MOST = 2;
/** A trace that has not begun after so long, ms, never will. */
const BEGIN_MS = 10_000;

/** Network traces: what goes in and out while they run. They hold what others send unencrypted, also passwords. */
export class Captures {
  readonly #deps: CaptureDeps;
  #running = 0;

  constructor(deps: CaptureDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves with the growing file once it has begun; it ends after `seconds`, or when the peer goes away.
   * @throws Fault `invalid` for a wrong length or interface, `busy`, `unavailable` where nothing may be captured
   */
  async open({ seconds, peer, signal, ...wanted }: CaptureRequest): Promise<Readable> {
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_S) {
      throw invalid(`duration must be 1 to ${LONGEST_S} seconds`, 'duration');
    }
    const name = this.#interfaceOf(wanted.interface);
    if (this.#running >= MOST) throw new Fault('busy', `${MOST} network traces run already`);
    this.#running += 1;
    const running = this.#deps.tracer({ interface: name, filter: withoutPeer(peer) });
    const body = new PassThrough({ highWaterMark: 256 * 1024 });
    const offs: Off[] = [];
    const end = once(() => {
      this.#running -= 1;
      for (const off of offs) off();
      running.stop();
    });
    body.once('close', end);
    running.stream.on('error', () => body.end());
    try {
      await this.#begun(running, signal);
    } catch (error) {
      end();
      body.destroy();
      throw error;
    }
    running.stream.pipe(body);
    const abort = () => body.destroy();
    signal.addEventListener('abort', abort, { once: true });
    offs.push(
      this.#deps.clock.after(seconds * 1000, () => {
        running.stream.unpipe(body);
        end();
        body.end(); // what it has taken is still read
      }),
      () => signal.removeEventListener('abort', abort),
    );
    this.#deps.log.info('a network trace began', { interface: name, seconds, for: peer.address });
    return body;
  }

  /** VAPIX calls the first one eth0, whatever Linux calls it. */
  #interfaceOf(wanted = 'any'): string {
    const names = this.#deps.interfaces();
    if (wanted === 'any' || names.includes(wanted)) return wanted;
    if (wanted === 'eth0') return 'any';
    throw invalid(`there is no network interface ${wanted.slice(0, 15)}`, 'interface');
  }

  /** Resolves when the file's head is there. */
  #begun(running: RunningCapture, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = this.#deps.clock.after(BEGIN_MS, () => reject(unavailable('the network trace does not begin')));
      const settle = (act: () => void) => {
        late();
        act();
      };
      running.stream.once('readable', () => settle(() => running.stream.readableLength > 0 && resolve()));
      void running.ended.then(why => settle(() => reject(unavailable(`no network trace is possible: ${why}`))));
      signal.addEventListener('abort', () => settle(() => reject(unavailable('nobody waits for the trace'))), {
        once: true,
      });
    });
  }
}

const withoutPeer = ({ address, port }: CaptureRequest['peer']) =>
  `not (host ${address.replace(/%.*/, '')} and tcp port ${port})`;

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
