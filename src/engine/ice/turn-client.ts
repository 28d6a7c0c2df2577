import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Clock, Off } from '../../core/clock.ts';
import { type Endpoint, sameEndpoint } from '../calls/latch.ts';
import type { TurnLogin } from './ice-contract.ts';
import {
  ATTRIBUTE,
  addressAs,
  addressIn,
  buildStun,
  errorOf,
  isStun,
  METHOD,
  newTransaction,
  parseStun,
  type StunDraft,
  type StunMessage,
  word,
} from './stun.ts';
import { StunClient } from './stun-client.ts';
import type { TurnLink } from './turn-link.ts';

const UDP_TIMES = 5;
/** Over a stream nothing is repeated. */
const STREAM_PATIENCE_MS = 6000;
const UDP = 17;
const IPV6 = 2;
const MISMATCH = 437;
/** What is lent is asked for anew so long before it ends, s. */
const BEFORE_END_S = 60;
/** Shorter loans are not believed, s. */
const MIN_LIFETIME_S = 120;
/** A permission lasts 5, a channel 10 minutes (RFC 8656, 9 and 12). */
const PERMISSION_MS = 240_000;
const FIRST_CHANNEL = 0x4000;
const CHANNEL_HEAD_BYTES = 4;
/** Peers that permissions are asked for: as many as ICE looks at. */
const MAX_PERMISSIONS = 32;

interface Channel {
  readonly number: number;
  readonly peer: Endpoint;
  isBound: boolean;
}

interface TurnClientOptions {
  readonly clock: Clock;
  readonly link: TurnLink;
  readonly login: TurnLogin;
  /** A peer's datagram came by the server. */
  readonly heard: (datagram: Uint8Array, from: Endpoint) => void;
  /** The server lends nothing any more. */
  readonly lost: (why: string) => void;
}

/** What a server lent. */
interface TurnLoan {
  readonly relayed: Endpoint;
  /** Ours, as the server sees it. */
  readonly mapped: Endpoint | undefined;
}

/** One address that a TURN server lends us (RFC 8656). */
export class TurnClient {
  readonly #options: TurnClientOptions;
  readonly #client: StunClient;
  readonly #permitted = new Map<string, Off>();
  readonly #channels: Channel[] = [];
  readonly #offs: Off[] = [];
  #realm: Buffer | undefined;
  #nonce: Buffer | undefined;
  #isLent = false;
  #ended = false;

  constructor(options: TurnClientOptions) {
    this.#options = options;
    this.#client = new StunClient(options.clock);
    options.link.listen(bytes => this.#hear(bytes));
  }

  /** @returns what is lent, or why nothing is */
  async allocate(): Promise<TurnLoan | string> {
    const family = isIPv6(this.#options.login.address) ? [[ATTRIBUTE.requestedAddressFamily, IPV6] as const] : [];
    const attributes = [[ATTRIBUTE.requestedTransport, UDP] as const, ...family].map(
      ([kind, value]) => [kind, Buffer.from([value, 0, 0, 0])] as const,
    );
    const ask = () => this.#ask(METHOD.allocate, () => attributes);
    let answer = await ask();
    if (answer !== undefined && errorOf(answer) === MISMATCH) {
      // A process before us had something from the same port.
      await this.#ask(METHOD.refresh, () => [[ATTRIBUTE.lifetime, word(0)]]);
      answer = await ask();
    }
    if (answer === undefined) return 'the TURN server does not answer';
    const relayed = addressIn(answer, ATTRIBUTE.xorRelayedAddress);
    if (answer.kind === 'error' || relayed === undefined) return refusalOf(answer);
    this.#isLent = true;
    if (this.#ended) this.close();
    else this.#refreshAfter(answer);
    return { relayed, mapped: addressIn(answer, ATTRIBUTE.xorMappedAddress) };
  }

  /** To a peer, by the server. The first ones are lost until it is permitted. */
  send(datagram: Uint8Array, to: Endpoint): void {
    if (!this.#isLent || this.#ended) return;
    this.#permit(to);
    const channel = this.#channels.find(({ peer, isBound }) => isBound && sameEndpoint(peer, to));
    this.#options.link.send(channel === undefined ? indication(datagram, to) : framed(channel.number, datagram));
  }

  /** All that goes there goes with a short head from now on. */
  bind(peer: Endpoint): void {
    if (this.#ended || this.#channels.some(each => sameEndpoint(each.peer, peer))) return;
    if (this.#channels.length === MAX_PERMISSIONS) return;
    const channel = { number: FIRST_CHANNEL + this.#channels.length, peer, isBound: false };
    this.#channels.push(channel);
    const ask = async () => {
      const answer = await this.#ask(METHOD.channelBind, transaction => [
        [ATTRIBUTE.channelNumber, word(channel.number * 0x1_0000)],
        addressAs(ATTRIBUTE.xorPeerAddress, peer, transaction),
      ]);
      channel.isBound = answer?.kind === 'success';
    };
    this.#offs.push(this.#options.clock.every(PERMISSION_MS, () => void ask()));
    void ask();
  }

  /** Gives back what was lent. */
  close(): void {
    if (this.#ended && !this.#isLent) return;
    this.#ended = true;
    for (const off of [...this.#offs.splice(0), ...this.#permitted.values()]) off();
    this.#client.close();
    if (this.#isLent) this.#options.link.send(this.#signed(METHOD.refresh, () => [[ATTRIBUTE.lifetime, word(0)]]));
    this.#isLent = false;
    this.#options.link.close();
  }

  #permit({ address, port }: Endpoint): void {
    if (this.#permitted.has(address) || this.#permitted.size === MAX_PERMISSIONS) return;
    const ask = () =>
      this.#ask(METHOD.createPermission, transaction => [
        addressAs(ATTRIBUTE.xorPeerAddress, { address, port }, transaction),
      ]);
    this.#permitted.set(
      address,
      this.#options.clock.every(PERMISSION_MS, () => void ask()),
    );
    void ask();
  }

  #refreshAfter(answer: StunMessage): void {
    const told = answer.attributes.get(ATTRIBUTE.lifetime);
    const lifetime = Math.max(MIN_LIFETIME_S, told?.length === 4 ? told.readUInt32BE(0) : 0);
    const wait = Math.min(lifetime - BEFORE_END_S, 3600) * 1000;
    this.#offs.push(this.#options.clock.after(wait, () => void this.#refresh()));
  }

  async #refresh(): Promise<void> {
    const answer = await this.#ask(METHOD.refresh, () => []);
    if (this.#ended) return;
    if (answer?.kind === 'success') this.#refreshAfter(answer);
    else this.#options.lost(answer === undefined ? 'the TURN server does not answer any more' : refusalOf(answer));
  }

  /** Asks with our log-in; once more where the server wants one, or another nonce (RFC 8489, 9.2.4 and 9.2.5). */
  async #ask(method: number, attributes: (transaction: string) => StunDraft['attributes']) {
    const answer = await this.#once(method, attributes);
    return answer !== undefined && this.#learns(answer) ? this.#once(method, attributes) : answer;
  }

  /** Whether the server has told how it wants to be asked. */
  #learns(answer: StunMessage): boolean {
    const code = errorOf(answer);
    const nonce = answer.attributes.get(ATTRIBUTE.nonce);
    if (nonce === undefined || !(code === 438 || (code === 401 && this.#nonce === undefined))) return false;
    this.#nonce = nonce;
    this.#realm = answer.attributes.get(ATTRIBUTE.realm) ?? this.#realm;
    return true;
  }

  async #once(method: number, attributes: (transaction: string) => StunDraft['attributes']) {
    const { link, login } = this.#options;
    if (this.#ended) return undefined;
    const send = (datagram: Uint8Array) => link.send(datagram);
    const often = link.isStream ? { times: 1, patienceMs: STREAM_PATIENCE_MS } : { times: UDP_TIMES };
    const with_ = (transaction: string) => [...attributes(transaction), ...this.#login()];
    const answer = await this.#client.ask({ method, attributes: with_, key: this.#key(), to: login, send, ...often });
    return answer?.message;
  }

  #login(): StunDraft['attributes'] {
    if (this.#realm === undefined || this.#nonce === undefined) return [];
    return [
      [ATTRIBUTE.username, Buffer.from(this.#options.login.username)],
      [ATTRIBUTE.realm, this.#realm],
      [ATTRIBUTE.nonce, this.#nonce],
    ];
  }

  #key(): Buffer | undefined {
    if (this.#realm === undefined || this.#nonce === undefined) return undefined;
    const { username, password } = this.#options.login;
    return createHash('md5').update(`${username}:${this.#realm.toString()}:${password}`).digest();
  }

  #signed(method: number, attributes: (transaction: string) => StunDraft['attributes']): Buffer {
    const transaction = newTransaction();
    const all = [...attributes(transaction), ...this.#login()];
    return buildStun({ method, kind: 'request', transaction, attributes: all, key: this.#key() });
  }

  #hear(bytes: Uint8Array): void {
    if (this.#ended) return;
    if (!isStun(bytes)) this.#hearChannel(bytes);
    else {
      const message = parseStun(bytes);
      if (message === undefined) return;
      if (message.kind === 'indication' && message.method === METHOD.data) this.#hearData(message);
      else this.#client.hear(message, this.#options.login);
    }
  }

  #hearData(message: StunMessage): void {
    const from = addressIn(message, ATTRIBUTE.xorPeerAddress);
    const data = message.attributes.get(ATTRIBUTE.data);
    if (from !== undefined && data !== undefined) this.#options.heard(data, from);
  }

  #hearChannel(bytes: Uint8Array): void {
    if (bytes.length < CHANNEL_HEAD_BYTES) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [number, length] = [view.getUint16(0), view.getUint16(2)];
    const channel = this.#channels[number - FIRST_CHANNEL];
    if (channel === undefined || length > bytes.length - CHANNEL_HEAD_BYTES) return;
    this.#options.heard(bytes.subarray(CHANNEL_HEAD_BYTES, CHANNEL_HEAD_BYTES + length), channel.peer);
  }
}

function indication(datagram: Uint8Array, to: Endpoint): Buffer {
  const transaction = newTransaction();
  const attributes = [addressAs(ATTRIBUTE.xorPeerAddress, to, transaction), [ATTRIBUTE.data, datagram] as const];
  return buildStun({ method: METHOD.send, kind: 'indication', transaction, attributes });
}

/** RFC 8656, 12.4: over a stream a multiple of four bytes, which does no harm elsewhere. */
function framed(channel: number, datagram: Uint8Array): Buffer {
  const bytes = Buffer.alloc(CHANNEL_HEAD_BYTES + Math.ceil(datagram.length / 4) * 4);
  bytes.writeUInt16BE(channel, 0);
  bytes.writeUInt16BE(datagram.length, 2);
  bytes.set(datagram, CHANNEL_HEAD_BYTES);
  return bytes;
}

function refusalOf(answer: StunMessage): string {
  const code = errorOf(answer);
  if (code === 401) return 'the TURN server refuses the user or the password';
  return `the TURN server refuses (${code ?? 'it lends no address'})`;
}
