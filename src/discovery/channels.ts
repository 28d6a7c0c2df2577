import { isIPv4 } from 'node:net';
import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { hasV4, hasV6, isOn, type Link } from './links.ts';

/** A multicast group, and the port that it is spoken at. */
export interface Group {
  readonly v4: string;
  readonly v6: string;
  readonly port: number;
  /** How many routers a packet may pass; 255 tells that it passed none. */
  readonly ttl: number;
}

/** Who sent a packet. */
export interface Sender {
  readonly address: string;
  readonly port: number;
}

/** A socket in a group on one link. */
export interface Channel {
  readonly link: Link;
  readonly family: 4 | 6;
  /** To the group, or to one peer; what cannot be sent is lost, as packets are. */
  send(bytes: Uint8Array, to?: Sender): void;
  close(): void;
}

export interface ChannelWish {
  readonly group: Group;
  readonly link: Link;
  readonly family: 4 | 6;
  readonly received: (bytes: Buffer, sender: Sender) => void;
}

/** Opens a socket. Rejects where that cannot be: port taken, no multicast. */
export type OpenChannel = (wish: ChannelWish) => Promise<Channel>;

interface ChannelsDeps {
  readonly group: Group;
  readonly open: OpenChannel;
  readonly links: () => readonly Link[];
  readonly clock: Clock;
  readonly log: Log;
  readonly received: (bytes: Buffer, sender: Sender, channel: Channel) => void;
  /** Links came, went or have other addresses; those that are new. */
  readonly changed?: (fresh: readonly Channel[]) => void;
}

/** How often it is looked whether links changed, ms. */
const LOOK_MS = 1000;
/** Packets a second from the whole network; more are not looked at. */
const MOST_PACKETS = 1000;

/** One group on all links, whichever there are at the moment. */
export class Channels {
  readonly #deps: ChannelsDeps;
  #open: readonly Channel[] = [];
  /** The links as they were, written down. */
  #known = '';
  #stopped = false;
  #opening: Promise<unknown> = Promise.resolve();
  #allowance = MOST_PACKETS;

  constructor(deps: ChannelsDeps) {
    this.#deps = deps;
  }

  get all(): readonly Channel[] {
    return this.#open;
  }

  async start(): Promise<Off> {
    const { clock, log } = this.#deps;
    await this.#look();
    const off = clock.every(LOOK_MS, () => {
      this.#allowance = MOST_PACKETS;
      inBackground(log, 'looking at the network', () => this.#inTurn());
    });
    return async () => {
      off();
      this.#stopped = true;
      await this.#opening.catch(() => undefined);
      for (const channel of this.#open) channel.close();
      this.#open = [];
    };
  }

  #inTurn(): Promise<unknown> {
    this.#opening = this.#opening.then(() => this.#look());
    return this.#opening;
  }

  async #look(): Promise<void> {
    const links = this.#deps.links();
    const now = JSON.stringify(links);
    if (now === this.#known || this.#stopped) return;
    this.#known = now;
    const wanted = links.flatMap(link => [
      ...(hasV4(link) ? [{ link, family: 4 as const }] : []),
      ...(hasV6(link) ? [{ link, family: 6 as const }] : []),
    ]);
    const same = (a: { link: Link; family: number }, b: { link: Link; family: number }) =>
      a.family === b.family && JSON.stringify(a.link) === JSON.stringify(b.link);
    const kept = this.#open.filter(channel => wanted.some(each => same(each, channel)));
    for (const channel of this.#open) if (!kept.includes(channel)) channel.close();
    const fresh: Channel[] = [];
    for (const each of wanted.filter(wish => !kept.some(channel => same(wish, channel)))) {
      const channel = await this.#opened(each);
      if (channel !== undefined) fresh.push(channel);
    }
    this.#open = [...kept, ...fresh];
    this.#deps.changed?.(fresh);
  }

  async #opened(wish: Pick<ChannelWish, 'link' | 'family'>): Promise<Channel | undefined> {
    const { open, group, log, received } = this.#deps;
    const now: { channel?: Channel } = {};
    try {
      now.channel = await open({
        ...wish,
        group,
        received: (bytes, sender) => {
          if (now.channel === undefined || !this.#isHeard(now.channel, sender)) return;
          received(bytes, sender, now.channel);
        },
      });
      return now.channel;
    } catch (error) {
      log.debug('a multicast group cannot be joined', { link: wish.link.name, group: group.v4, error: String(error) });
      return undefined;
    }
  }

  /**
   * Linux hands what one socket's link received to the sockets of all links: a packet counts where its sender is at
   * home, or on every link where it is at home on none, as a device without an address of the network is.
   */
  #isHeard({ link }: Channel, { address }: Sender): boolean {
    if (this.#allowance <= 0) return false;
    this.#allowance -= 1;
    if (!isIPv4(address)) return address.endsWith(`%${link.name}`) || !address.includes('%');
    return isOn(link, address) || !this.#deps.links().some(other => isOn(other, address));
  }
}
