import type { Duplex } from 'node:stream';
import { type IClientOptions, MqttClient, type Packet } from 'mqtt';
import type { Clock } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import type { BrokerPlan } from './broker-plan.ts';
import { packetWords } from './dialogue.ts';
import { type Incoming, MOST_PAYLOAD, type Outgoing } from './message.ts';
import { openStream } from './open-stream.ts';
import type { Qos } from './settings.ts';
import { TrimmedStream } from './trim-packets.ts';
import { inWords, refusalWords, withHint } from './words.ts';

interface LinkOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly hear: (message: Incoming) => void;
  /** A line of the dialogue. */
  readonly say?: (line: string) => void;
}

interface LinkPlan {
  readonly plan: BrokerPlan;
}

/** Behind a fixed header: the longest topic (65,535 bytes), lengths and ids, and one byte more than is taken. */
const MOST_PACKET = 65_535 + 4 + MOST_PAYLOAD + 1;
/** So many messages may be on their way to the broker without a word of it. */
const MOST_PENDING = 500;
/** So many messages of QoS 2 the broker may begin without finishing them. */
const MOST_UNFINISHED = 100;
/** How long the end of a connection may take, ms. */
const END_MS = 2000;

/** One connection with a broker, from CONNACK to its end. */
export class Link {
  readonly #client: MqttClient;
  readonly #stream: Duplex;
  readonly #clock: Clock;
  readonly #unfinished = new Set<number>();
  #pending = 0;
  #why = 'the broker closed the connection';
  /** Resolves when it is over, with the reason in words. */
  readonly ended: Promise<string>;

  constructor(client: MqttClient, stream: Duplex, { clock, hear, plan }: Omit<LinkOptions, 'signal'> & LinkPlan) {
    this.#client = client;
    this.#stream = stream;
    this.#clock = clock;
    client.on('message', (topic, payload, { retain }) => hear({ topic, payload, retain }));
    client.on('packetreceive', packet => this.#count(packet));
    // The library goes on reading after a packet that it does not understand, and never recovers.
    client.on('error', error => this.breakOff(inWords(error, plan)));
    stream.on('error', (error: unknown) => (this.#why = inWords(error, plan)));
    this.ended = new Promise(resolve => {
      client.once('close', () => {
        // Whoever waits for a confirmation learns that none will come.
        client.end(true);
        resolve(this.#why);
      });
    });
  }

  /**
   * Resolves when the broker has the message; with QoS 0 when it was written.
   * @throws Fault `busy` where too many are on their way, `unavailable` where the connection breaks
   */
  async publish({ topic, payload, qos, retain }: Outgoing): Promise<void> {
    if (!this.#client.connected) throw unavailable('there is no connection to the broker');
    if (this.#pending >= MOST_PENDING) throw new Fault('busy', 'too many messages wait for the broker');
    this.#pending += 1;
    try {
      await this.#client.publishAsync(topic, payload, { qos, retain });
    } catch (error) {
      throw unavailable('the connection broke before the broker had the message', error);
    } finally {
      this.#pending -= 1;
    }
  }

  /** @throws Fault `failed` where the broker does not allow it, `unavailable` where the connection breaks */
  async subscribe(filter: string, qos: Qos): Promise<void> {
    const refused = new Fault('failed', `the broker does not allow to subscribe to ${filter}`);
    const granted = await this.#client.subscribeAsync(filter, { qos }).catch((error: unknown) => {
      throw this.#client.connected ? refused : unavailable('the connection broke', error);
    });
    if (granted.some(grant => grant.qos === 128)) throw refused;
  }

  /** @throws Fault `unavailable` where the connection breaks */
  async unsubscribe(filter: string): Promise<void> {
    await this.#client.unsubscribeAsync(filter).catch((error: unknown) => {
      throw unavailable('the connection broke', error);
    });
  }

  /** Breaks off: the broker then publishes the last will. */
  breakOff(why: string): void {
    this.#why = why;
    this.#stream.destroy();
  }

  /** Says good-bye, so that the broker publishes no last will. Resolves when it is over. */
  async end(): Promise<void> {
    const off = this.#clock.after(END_MS, () => this.#stream.destroy());
    this.#client.end();
    await this.ended;
    off();
  }

  #count(packet: Packet): void {
    if (packet.messageId === undefined) return;
    if (packet.cmd === 'publish' && packet.qos === 2) this.#unfinished.add(packet.messageId);
    if (packet.cmd === 'pubrel') this.#unfinished.delete(packet.messageId);
    if (this.#unfinished.size > MOST_UNFINISHED) this.breakOff('the broker begins too many messages at once');
  }
}

/** Connects. @throws Fault `unavailable` with the reason in words; whatever the signal was aborted with */
export async function openLink(plan: BrokerPlan, options: LinkOptions): Promise<Link> {
  const { clock, signal, say = () => undefined } = options;
  const late = new AbortController();
  const off = clock.after(plan.timeoutMs, () =>
    late.abort(unavailable(`the broker did not answer within ${plan.timeoutMs / 1000} s`)),
  );
  const either = AbortSignal.any([signal, late.signal]);
  let opened: Duplex | undefined;
  try {
    opened = await openStream(plan, { signal: either, say });
    const stream = new TrimmedStream(opened, MOST_PACKET);
    const client = new MqttClient(() => stream, { ...clientOptions(plan), manualConnect: true });
    client.on('packetsend', packet => sayPacket(say, '>', packet));
    client.on('packetreceive', packet => sayPacket(say, '<', packet));
    const link = new Link(client, stream, { ...options, plan });
    await accepted({ client, link, plan }, either);
    return link;
  } catch (error) {
    opened?.destroy();
    if (signal.aborted || error instanceof Fault) throw error;
    throw unavailable(inWords(error, plan), error);
  } finally {
    off();
  }
}

interface Asked extends LinkPlan {
  readonly client: MqttClient;
  readonly link: Link;
}

function accepted({ client, link, plan }: Asked, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      client.end(true);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    client.once('connect', () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    client.on('packetreceive', packet => {
      if (packet.cmd === 'connack' && (packet.returnCode ?? 0) > 0)
        reject(unavailable(refusalWords(packet.returnCode ?? 0)));
    });
    void link.ended.then(why => {
      signal.removeEventListener('abort', abort);
      reject(unavailable(withHint(why, plan)));
    });
    client.connect();
  });
}

const clientOptions = (plan: BrokerPlan): IClientOptions => ({
  protocolVersion: 4,
  clientId: plan.clientId,
  clean: plan.cleanSession,
  keepalive: plan.keepAliveS,
  // Ours is the whole way from the address to CONNACK; this one must not come first.
  connectTimeout: plan.timeoutMs + 60_000,
  // A new connection is a new client: it may be another broker by then.
  reconnectPeriod: 0,
  resubscribe: false,
  queueQoSZero: false,
  timerVariant: 'native',
  ...(plan.username === '' ? {} : { username: plan.username }),
  // MQTT 3.1.1 has no password without a user (3.1.2.9).
  ...(plan.password === '' || plan.username === '' ? {} : { password: plan.password }),
  ...(plan.will === undefined ? {} : { will: plan.will }),
});

function sayPacket(say: (line: string) => void, direction: '>' | '<', packet: Packet): void {
  const words = packetWords(packet);
  if (words !== '') say(`${direction} ${words}`);
}
