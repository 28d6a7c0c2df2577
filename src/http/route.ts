import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Fault } from '../core/fault.ts';
import type { Role } from '../core/role.ts';
import type { Schema } from '../core/schema.ts';

/** Who is asking, once that is known. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly via: 'basic' | 'digest' | 'session' | 'token' | 'anonymous';
}

/** What a handler answers. A string body is UTF-8; no body is an empty one. */
export interface Answer {
  /** 200 unless told. */
  readonly status?: number;
  /** Content type, e.g. `text/plain`. */
  readonly type?: string;
  readonly body?: string | Uint8Array | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  /** The head goes out at once, and the body as it comes, without chunks, until the connection ends. */
  readonly isEndless?: true;
}

/** One file that came in a multipart body. */
export interface UploadedFile {
  readonly field: string;
  readonly fileName: string;
  readonly type: string;
  readonly content: Readable;
  /** The small fields that came before it; of two with one name the first. */
  readonly fields: ReadonlyMap<string, string>;
}

/** The part of the path that a route's pattern calls `:id`. */
export const idIn = ({ params }: Pick<Exchange, 'params'>): string => params['id'] ?? '';

/** One HTTP request as a handler sees it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** The parts of the path that the route's pattern names: `/api/clips/:id`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** Address of the peer. */
  readonly remote: string;
  /** Address of ours that the peer's packets go to, whatever it says itself. */
  readonly local: string;
  readonly remotePort: number;
  /** The address this side was reached at: `10.0.0.2:8443`. */
  readonly host: string;
  readonly caller: Caller | undefined;
  /** The page's session, where the caller came with its cookie. */
  readonly session?: { readonly csrf: string };
  /** Aborted when the peer goes away before the answer. */
  readonly signal: AbortSignal;
  /** The whole body as text. @throws Fault `too-large` over 256 KiB */
  text(): Promise<string>;
  /** The arguments in the query and in a form body together; the body is read whatever its content type says. */
  args(): Promise<URLSearchParams>;
  /** The body as JSON. @throws Fault `invalid` where it is not */
  json(): Promise<unknown>;
  /**
   * The body as it arrives, of any size. It fails with a Fault when it stalls or when its end never comes; on a route
   * that `streams`, the peer's closing is an end as good as any.
   * @param options `stallMs` is how long it may be silent where that is not the usual time
   */
  stream(options?: { readonly stallMs?: number }): Readable;
  /**
   * Hands the first file of a multipart body over while it arrives; resolves with what `take` resolved with.
   * @throws Fault `invalid` where the body is not multipart, has no file or ends early
   */
  file<T>(take: (file: UploadedFile) => Promise<T>): Promise<T>;
}

/** One HTTP address: who may call it, what it does. Dialects (VAPIX, the page's API) only ever write these. */
export interface Route {
  /** `/axis-cgi/param.cgi`, or with named parts `/api/clips/:id`. */
  readonly path: string;
  /** Any method unless told. */
  readonly methods?: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[];
  /**
   * The least role; `anonymous` needs no login, and a handler that throws `forbidden` to a caller who has not logged in
   * makes the server ask for the login (401).
   */
  readonly access: Role | 'anonymous';
  /** Answers while no account exists yet, whatever its `access`; all other routes are refused then. */
  readonly beforeSetup?: true;
  /** What a JSON body must be, for programs that ask; the handler checks it. */
  readonly body?: Schema<unknown>;
  /** The body may be large and may end by the peer closing (no Content-Length, not chunked). */
  readonly streams?: true;
  /** May be called from other web pages (a link or an image on an intranet page), so no same-site check. */
  readonly crossSite?: true;
  readonly handle: (exchange: Exchange) => Promise<Answer | undefined> | Answer | undefined;
  /** How the dialect says that something went wrong; plain text with the status of the fault's kind unless told. */
  readonly refuse?: (fault: Fault, exchange: Exchange) => Answer;
}
