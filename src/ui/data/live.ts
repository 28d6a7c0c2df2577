import { batch, signal } from '@preact/signals';
import type {
  AudioHealth,
  Changing,
  Live as Message,
  LiveEvent,
  MulticastStatus,
  VirtualBoardState,
} from '../../api/contract.ts';
import { mergeEvents } from './merge-events.ts';
import { titled } from '../language/declared.ts';

interface LiveOptions {
  /** Address of the WebSocket. */
  readonly url: string;
  /** Resolves with whether the person is still logged in; rejects where the speaker does not answer. */
  readonly stillOpen: () => Promise<boolean>;
  /** The connection stands: what was answered before it did may have changed since. */
  readonly onOpen: () => void;
  readonly onChanged: (what: Changing) => void;
  readonly onMulticast: (statuses: readonly MulticastStatus[]) => void;
  readonly onBoard: (board: VirtualBoardState) => void;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;
/** The speaker sends levels four times a second; after this much silence we ask whether it is there. */
const SILENCE_MS = 8000;
const KEPT_EVENTS = 100;
/** The speaker's close code for a login that has ended. */
const LOGGED_OUT = 4401;

/** The WebSocket to the speaker: what happens there, as it happens. It connects again by itself. */
export class Live {
  readonly connection = signal<'connecting' | 'open' | 'lost'>('connecting');
  readonly audio = signal<AudioHealth | undefined>(undefined);
  /** Newest first. */
  readonly events = signal<readonly LiveEvent[]>([]);
  /** What every state last said, by the id of its event. */
  readonly states = signal<ReadonlyMap<string, LiveEvent['data']>>(new Map());
  readonly #options: LiveOptions;
  #socket: WebSocket | undefined;
  #running = false;
  #failures = 0;
  #heardAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.connection.value = 'connecting';
    this.#watch = setInterval(() => void this.#checkSilence(), SILENCE_MS / 2);
    addEventListener('online', this.retryNow);
    document.addEventListener('visibilitychange', this.retryNow);
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    removeEventListener('online', this.retryNow);
    document.removeEventListener('visibilitychange', this.retryNow);
    this.#drop();
    this.#failures = 0;
    batch(() => {
      this.connection.value = 'connecting';
      this.audio.value = undefined;
      this.events.value = [];
      this.states.value = new Map();
    });
  }

  /** Does not wait for the next attempt. */
  readonly retryNow = (): void => {
    if (!this.#running || this.#socket !== undefined || document.visibilityState === 'hidden') return;
    clearTimeout(this.#retry);
    void this.#reconnect();
  };

  #connect(): void {
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.addEventListener('open', () => this.#opened());
    socket.addEventListener('message', ({ data }) => this.#heard(data));
    socket.addEventListener('close', ({ code }) => {
      if (socket !== this.#socket) return;
      this.#lost();
      if (code === LOGGED_OUT) this.retryNow();
    });
  }

  #opened(): void {
    this.#failures = 0;
    this.connection.value = 'open';
    this.#options.onOpen();
  }

  #lost(): void {
    this.#drop();
    this.connection.value = 'lost';
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures += 1;
    // Spread out, so that many pages do not come back to a restarted speaker in one moment.
    this.#retry = setTimeout(() => void this.#reconnect(), wait * (0.75 + Math.random() / 2));
  }

  /** A socket that is refused cannot tell why: the session is asked first. */
  async #reconnect(): Promise<void> {
    const open = await this.#options.stillOpen().catch(() => undefined);
    if (!this.#running || this.#socket !== undefined) return;
    if (open === undefined) this.#lost();
    else if (open) this.#connect();
  }

  async #checkSilence(): Promise<void> {
    if (this.#socket === undefined || Date.now() - this.#heardAt < SILENCE_MS) return;
    const asked = this.#socket;
    const answers = await this.#options.stillOpen().catch(() => undefined);
    if (!this.#running || asked !== this.#socket) return;
    if (answers === undefined) this.#lost();
    else this.#heardAt = Date.now();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    clearTimeout(this.#retry);
    socket?.close();
  }

  #heard(data: unknown): void {
    this.#heardAt = Date.now();
    if (typeof data === 'string') this.#take(JSON.parse(data) as Message);
  }

  #take(message: Message): void {
    switch (message.type) {
      case 'states':
        // A state that is not among the recent events is older than they are.
        this.#happened([...message.states, ...message.recent]);
        break;
      case 'event':
        this.#happened([message.event]);
        break;
      case 'audio':
        this.audio.value = message.audio;
        break;
      case 'board':
        this.#options.onBoard(message.board);
        break;
      case 'multicast':
        this.#options.onMulticast(message.statuses);
        break;
      case 'changed':
        this.#options.onChanged(message.what);
        break;
    }
  }

  /** @param events in the order in which they happened */
  #happened(events: readonly LiveEvent[]): void {
    const told = events.filter(({ kind }) => kind === 'state').map(({ id, data }) => [id, data] as const);
    batch(() => {
      this.events.value = mergeEvents(titled(events), this.events.value, KEPT_EVENTS);
      if (told.length > 0) this.states.value = new Map([...this.states.value, ...told]);
    });
  }
}
