import type { Clock, Off } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import { randomToken } from '../../core/secrets.ts';
import type { Admission } from '../../http/index.ts';
import type { EventSource } from '../event-reader.ts';
import { Login, type RtspGuard } from './login.ts';
import { filterFor, type MediaUrl, mediaUrl, MEDIA_PATH, MetadataStream, sessionDescription } from './metadata.ts';
import { RequestReader, type RtspRequest } from './request-reader.ts';
import { type Carrier, carrierFor } from './transport.ts';

export interface RtspDeps {
  readonly events: EventSource;
  readonly clock: Clock;
  readonly guard: RtspGuard;
  /** Who sends the messages, as an address. */
  readonly producer: string;
}

/** The other end of a connection, whatever that is made of. */
export interface RtspPeer {
  readonly remote: string;
  /** Where it reached us: host and port. */
  readonly local: string;
  readonly secure: boolean;
  /** A tunnel has no way for packets beside it. */
  readonly takesUdp: boolean;
  /** Who logged in before RTSP began. */
  readonly admission?: Admission;
  write(bytes: Buffer): void;
  close(): void;
}

/** What was set up on a connection. */
interface Session {
  readonly id: string;
  readonly stream: MetadataStream;
  readonly carrier: Carrier;
  readonly url: MediaUrl;
  stop: Off | undefined;
}

/** What a request is answered with. */
interface Reply {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** Is done when the answer was written. */
  readonly after?: () => void;
}

/** s; told to clients, who say something more often than that. */
const TIMEOUT_S = 60;
/** What a peer that says nothing may be late, ms. */
const LENIENCE_MS = 15_000;

const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  429: 'Too Many Requests',
  454: 'Session Not Found',
  455: 'Method Not Valid in This State',
  461: 'Unsupported Transport',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  505: 'RTSP Version Not Supported',
  551: 'Option not supported',
};

/** Nothing of what a peer said may end a line of what we answer. */
const printable = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '');

/** One connection of RTSP (RFC 2326) with at most one session, which ends with it. */
export class RtspConnection {
  readonly #peer: RtspPeer;
  readonly #deps: RtspDeps;
  readonly #login: Login;
  readonly #reader = new RequestReader();
  readonly #offGuard: Off;
  #session: Session | undefined;
  #offIdle: Off = () => undefined;
  #isOpen = true;

  constructor(peer: RtspPeer, deps: RtspDeps) {
    this.#peer = peer;
    this.#deps = deps;
    this.#login = new Login(deps.guard, peer, peer.admission);
    this.#offGuard = deps.guard.onChange(() => {
      if (this.#login.isOver) this.close();
    });
    this.#alive();
  }

  /** Whether somebody is logged in. */
  get isTrusted(): boolean {
    return this.#login.holds;
  }

  /** Answers all that a piece of the peer's words completes, in order; call again only when it is done. */
  async take(piece: Uint8Array): Promise<void> {
    try {
      for (const request of this.#reader.take(piece)) {
        if (!this.#isOpen) return;
        this.#alive();
        this.#answer(request, await this.#replyTo(request));
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#peer.write(Buffer.from(`RTSP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n`));
      this.close();
    }
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#offIdle();
    this.#offGuard();
    this.#end();
    this.#peer.close();
  }

  /** Over TCP a stream that plays needs no more words: the connection itself tells when the peer is gone. */
  #alive(): void {
    this.#offIdle();
    if (!this.#isOpen) return;
    this.#offIdle = this.#deps.clock.after(TIMEOUT_S * 1000 + LENIENCE_MS, () => {
      const isHeard = this.#session?.stop !== undefined && this.#session.carrier.isConnection;
      if (isHeard) this.#alive();
      else this.close();
    });
  }

  async #replyTo(request: RtspRequest): Promise<Reply> {
    const { method, version, headers } = request;
    if (version !== '1.0') return { status: 505 };
    const required = headers.get('require');
    if (required !== undefined) return { status: 551, headers: [`Unsupported: ${printable(required)}`] };
    if (method === 'OPTIONS') return { status: 200, headers: [`Public: ${METHODS}`, ...this.#sessionHeader()] };
    if (!METHODS.split(', ').includes(method)) return { status: 501, headers: [`Public: ${METHODS}`] };
    const refusal = await this.#login.refusal(request);
    if (refusal !== undefined) {
      return { status: refusal.some(line => line.startsWith('Retry-After')) ? 429 : 401, headers: refusal };
    }
    return method === 'DESCRIBE' || method === 'SETUP' ? this.#open(request) : this.#control(request);
  }

  /** What needs no session yet. */
  async #open(request: RtspRequest): Promise<Reply> {
    const url = mediaUrl(request.url, this.#peer.local);
    if (url === undefined) return { status: 404 };
    try {
      const filter = filterFor(url);
      if (filter === undefined) return { status: 404 };
      const { events, clock, producer } = this.#deps;
      if (request.method === 'DESCRIBE') {
        const body = sessionDescription(url, clock.now().getTime());
        const base = `Content-Base: rtsp://${url.host}${MEDIA_PATH}${url.query === '' ? '' : `?${url.query}`}`;
        return { status: 200, headers: ['Content-Type: application/sdp', base], body };
      }
      return await this.#setUp(request, url, new MetadataStream({ events, clock, producer, filter }));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { status: error.kind === 'unsupported' ? 461 : error.kind === 'unavailable' ? 503 : 400 };
    }
  }

  async #setUp({ headers }: RtspRequest, url: MediaUrl, stream: MetadataStream): Promise<Reply> {
    if (this.#session !== undefined) return { status: 455 };
    const peer = {
      remote: this.#peer.remote,
      takesUdp: this.#peer.takesUdp,
      write: (bytes: Buffer) => this.#peer.write(bytes),
      alive: () => this.#alive(),
    };
    const carrier = await carrierFor(headers.get('transport') ?? '', peer, stream.packets.ssrc);
    if (!this.#isOpen) {
      carrier.close(); // it went away while ports were opened
      return { status: 503 };
    }
    this.#session = { id: randomToken(12), stream, carrier, url, stop: undefined };
    return { status: 200, headers: [`Transport: ${carrier.header}`, ...this.#sessionHeader()] };
  }

  /** What is asked of the session. */
  #control({ method, headers }: RtspRequest): Reply {
    const isKeepAlive = method === 'GET_PARAMETER' || method === 'SET_PARAMETER';
    if (isKeepAlive && !headers.has('session')) return { status: 200 };
    const session = this.#sessionFor(headers.get('session'));
    if (session === undefined) return { status: 454 };
    if (method === 'PLAY') return this.#play(session);
    const same = { status: 200, headers: this.#sessionHeader() };
    if (method === 'PAUSE') this.#pause(session);
    else if (method === 'TEARDOWN') this.#end();
    return same;
  }

  /** The session, unless another is named. */
  #sessionFor(header: string | undefined): Session | undefined {
    const named = header?.split(';', 1)[0]?.trim();
    return named === undefined || named === this.#session?.id ? this.#session : undefined;
  }

  #pause(session: Session): void {
    session.stop?.();
    session.stop = undefined;
  }

  #play(session: Session): Reply {
    const { stream, carrier, url } = session;
    const place = `url=rtsp://${url.host}${MEDIA_PATH}/stream=0${url.query === '' ? '' : `?${url.query}`}`;
    const times = `seq=${stream.packets.sequence};rtptime=${stream.packets.timestamp(this.#deps.clock.now())}`;
    const headers = [...this.#sessionHeader(), 'Range: npt=now-', `RTP-Info: ${place};${times}`];
    return {
      status: 200,
      headers,
      ...(session.stop === undefined ? { after: () => this.#start(session, carrier) } : {}),
    };
  }

  #start(session: Session, carrier: Carrier): void {
    session.stop = session.stream.start(carrier);
  }

  #end(): void {
    this.#session?.stop?.();
    this.#session?.carrier.close();
    this.#session = undefined;
  }

  #sessionHeader(): readonly string[] {
    return this.#session === undefined ? [] : [`Session: ${this.#session.id};timeout=${TIMEOUT_S}`];
  }

  #answer({ headers: asked }: RtspRequest, { status, headers = [], body = '', after }: Reply): void {
    const sequence = /^\d{1,10}$/.exec(asked.get('cseq') ?? '')?.[0];
    const lines = [
      `RTSP/1.0 ${status} ${REASONS[status] ?? ''}`,
      ...(sequence === undefined ? [] : [`CSeq: ${sequence}`]),
      ...headers,
      'Server: Stentor',
      ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    ];
    if (!this.#isOpen) return;
    this.#peer.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`));
    after?.();
  }
}
