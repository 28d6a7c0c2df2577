import type { Clock, Off } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { Allowance } from '../allowance.ts';
import { type Channel, Channels, type OpenChannel, type Sender } from '../channels.ts';
import type { Link } from '../links.ts';
import { type Names, numbered, recordsOf, type Service } from './identity.ts';
import {
  type Answer,
  dataText,
  MDNS,
  type Message,
  readMessage,
  type Resource,
  sameName,
  writeQuery,
  writeReply,
} from './packets.ts';
import { comparedProbes, contradicts, repliesTo } from './replies.ts';

interface ResponderDeps {
  readonly names: Names;
  readonly services: readonly Service[];
  readonly links: () => readonly Link[];
  readonly open: OpenChannel;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 to 1. */
  readonly random: () => number;
  /** Told under which names it is known in the end. */
  readonly named?: (names: Names) => void;
}

/** RFC 6762, 8.1 and 8.3, ms. */
const PROBE_MS = 250;
const PROBES = 3;
const ANNOUNCE_MS = 1000;
const ANNOUNCEMENTS = 3;
/** Who lost against another who probed tries again after so long (8.2), ms. */
const DEFER_MS = 1000;
/** After so many conflicts names are tried more slowly (8.1), ms. */
const MANY_CONFLICTS = 15;
const SLOW_MS = 5000;
/** A record is not said again to all within this time (6), ms. */
const QUIET_MS = 1000;
/** Of an answer that others may give as well (6), ms. */
const DELAY_MS = { least: 20, more: 100 };
/** s: of answers to those who do not speak mDNS (6.7). */
const LEGACY_TTL = 10;

/** Answers for the speaker's names and services on all links, and defends them (RFC 6762, RFC 6763). */
export class Responder {
  readonly #deps: ResponderDeps;
  readonly #channels: Channels;
  readonly #allowance: Allowance;
  #state: 'off' | 'probing' | 'known' = 'off';
  #conflicts = 0;
  #count = 1;
  /** When which record was last said to all, by channel and record. */
  readonly #said = new Map<string, number>();
  #timers: Off[] = [];

  constructor(deps: ResponderDeps) {
    this.#deps = deps;
    this.#allowance = new Allowance(deps.clock);
    this.#channels = new Channels({
      ...deps,
      group: MDNS,
      received: (bytes, sender, channel) => this.#received(bytes, sender, channel),
      changed: () => this.#probe(0),
    });
  }

  get names(): Names {
    return numbered(this.#deps.names, this.#count);
  }

  async start(): Promise<Off> {
    const stop = await this.#channels.start();
    return () => {
      if (this.#state === 'known') this.#sayGoodbye();
      this.#state = 'off';
      this.#forgetTimers();
      return stop();
    };
  }

  #records(channel: Channel): readonly Resource[] {
    return recordsOf(this.names, this.#deps.services, channel.link);
  }

  /** Asks whether somebody has the names already; then they are ours. */
  #probe(afterMs: number): void {
    this.#forgetTimers();
    this.#state = 'probing';
    const wait = afterMs + Math.round(this.#deps.random() * PROBE_MS);
    for (let i = 0; i < PROBES; i++) this.#after(wait + i * PROBE_MS, () => this.#sendProbe());
    this.#after(wait + PROBES * PROBE_MS, () => this.#announce());
  }

  #sendProbe(): void {
    for (const channel of this.#channels.all) {
      const unique = this.#records(channel).filter(({ flush }) => flush === true);
      const names = [...new Set(unique.map(({ name }) => name))];
      // ANY is a type to ask for, but not one that the types of the library know.
      const questions = names.map(name => ({ name, type: 'ANY' as 'A' }));
      channel.send(writeQuery(questions, unique.map(unflushed)));
    }
  }

  #announce(): void {
    this.#state = 'known';
    this.#deps.named?.(this.names);
    for (let i = 0; i < ANNOUNCEMENTS; i++) {
      this.#after(i * ANNOUNCE_MS, () => {
        for (const channel of this.#channels.all) this.#sayToAll(channel, this.#records(channel), []);
      });
    }
  }

  #sayGoodbye(): void {
    for (const channel of this.#channels.all) {
      channel.send(writeReply({ answers: this.#records(channel).map(record => ({ ...record, ttl: 0 })) }));
    }
  }

  #received(bytes: Buffer, sender: Sender, channel: Channel): void {
    if (this.#state === 'off') return;
    const message = readMessage(bytes);
    if (message === undefined) return;
    if (!message.isResponse) this.#asked(message, sender, channel);
    else if (sender.port === MDNS.port && !isOwn(channel, sender)) this.#heard(message, channel);
  }

  #asked(message: Message, sender: Sender, channel: Channel): void {
    if (message.authorities.length > 0 && !isOwn(channel, sender)) this.#probed(message, channel);
    if (this.#state !== 'known') return;
    const { answers, additionals } = repliesTo(message, this.#records(channel));
    if (answers.length === 0) return;
    if (sender.port !== MDNS.port) {
      this.#answerOne(message, { answers, additionals }, { sender, channel });
      return;
    }
    const isShared = answers.some(({ flush }) => flush !== true);
    const delay = isShared ? DELAY_MS.least + Math.round(this.#deps.random() * DELAY_MS.more) : 0;
    const isProbe = message.authorities.length > 0;
    this.#after(delay, () => this.#sayToAll(channel, answers, additionals, isProbe ? PROBE_MS : QUIET_MS));
  }

  /** Those who do not listen to the group get an answer of their own (6.7). */
  #answerOne(
    { id, questions }: Message,
    { answers, additionals }: ReturnType<typeof repliesTo>,
    { sender, channel }: { readonly sender: Sender; readonly channel: Channel },
  ): void {
    if (!this.#allowance.take()) return;
    const plain = (record: Resource): Resource => ({ ...unflushed(record), ttl: Math.min(record.ttl, LEGACY_TTL) });
    const reply = { id, questions, answers: answers.map(plain), additionals: additionals.map(plain) };
    channel.send(writeReply(reply), sender);
  }

  /** Says records to all, but for those that were said a moment ago. */
  #sayToAll(channel: Channel, answers: readonly Resource[], more: readonly Resource[], quietMs = QUIET_MS / 2): void {
    const now = this.#deps.clock.monotonic();
    const keyOf = (record: Resource) =>
      `${channel.link.name} ${channel.family} ${record.type} ${record.name} ${dataText(record)}`;
    const due = answers.filter(record => now - (this.#said.get(keyOf(record)) ?? -Infinity) >= quietMs);
    if (due.length === 0) return;
    for (const record of due) this.#said.set(keyOf(record), now);
    channel.send(writeReply({ answers: due, additionals: more }));
  }

  /** Somebody else probes at the same time for a name of ours. */
  #probed({ authorities }: Message, channel: Channel): void {
    if (this.#state !== 'probing') return;
    const ours = this.#records(channel).filter(({ flush }) => flush === true);
    for (const name of new Set(ours.map(record => record.name))) {
      const of = <T extends { readonly name: string }>(records: readonly T[]) =>
        records.filter(record => sameName(record.name, name));
      const theirs: readonly Answer[] = of(authorities);
      if (theirs.length > 0 && comparedProbes(of(ours), theirs) < 0) {
        this.#probe(DEFER_MS);
        return;
      }
    }
  }

  /** Somebody says something else of a name of ours: while probing it is theirs, later both probe again (9). */
  #heard({ answers, additionals }: Message, channel: Channel): void {
    const records = this.#records(channel);
    if (![...answers, ...additionals].some(said => contradicts(said, records))) return;
    this.#conflicts += 1;
    const taken = this.names;
    if (this.#state === 'probing') this.#count += 1;
    this.#deps.log.warn('somebody else has our name on the network', { ...taken, next: this.names.instance });
    this.#probe(this.#conflicts > MANY_CONFLICTS ? SLOW_MS : 0);
  }

  #after(ms: number, act: () => void): void {
    const off = this.#deps.clock.after(ms, () => {
      this.#timers = this.#timers.filter(each => each !== off);
      act();
    });
    this.#timers.push(off);
  }

  #forgetTimers(): void {
    for (const off of this.#timers) off();
    this.#timers = [];
  }
}

/** Only answers to all say that a record is of one host alone. */
const unflushed = (record: Resource): Resource => {
  const { flush, ...rest } = record;
  return flush === true ? rest : record;
};

/** Our own packets come back, also over other links; nobody else on this computer says anything of our names. */
const isOwn = ({ link }: Channel, { address }: Sender) =>
  link.addresses.some(own => own.address === address.replace(/%.*/, ''));
