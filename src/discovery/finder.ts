import { type Clock, pause } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { Channels, type OpenChannel } from './channels.ts';
import { isLinkLocal, isOn, type Link } from './links.ts';
import { type FoundService, ServiceBook } from './mdns/browser.ts';
import { MDNS, readMessage, writeQuery } from './mdns/packets.ts';

/** A speaker that answered. */
export interface FoundSpeaker {
  readonly name: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly hostName: string;
  /** The best to reach it first; those of the link itself have `%` and the interface. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** It has no address but those that it gave itself. */
  readonly needsAddress: boolean;
}

interface FinderDeps {
  readonly links: () => readonly Link[];
  readonly open: OpenChannel;
  readonly clock: Clock;
  readonly log: Log;
}

/** What speakers announce. */
export const SPEAKERS = '_axis-audiosite._tcp';

/** A record that was just said is not said again within a second: ask anew only then, ms. */
const AGAIN_MS = 1100;
/** How often is asked for what is missing, ms. */
const MORE_MS = 250;

/** Looks for services on all links over mDNS. */
export class Finder {
  readonly #deps: FinderDeps;

  constructor(deps: FinderDeps) {
    this.#deps = deps;
  }

  /** Asks, and gathers answers for so many ms. */
  async services(types: readonly string[], ms: number): Promise<readonly FoundService[]> {
    const { clock } = this.#deps;
    const book = new ServiceBook(types);
    const channels = new Channels({
      ...this.#deps,
      group: MDNS,
      received: bytes => {
        const message = readMessage(bytes);
        if (message !== undefined) book.take(message);
      },
    });
    const stop = await channels.start();
    try {
      const ask = (questions: ServiceBook['questions']) => {
        if (questions.length > 0) for (const channel of channels.all) channel.send(writeQuery(questions));
      };
      const began = clock.monotonic();
      let asked = began;
      ask(book.questions);
      while (clock.monotonic() - began < ms) {
        await pause(clock, Math.min(MORE_MS, Math.max(1, ms - (clock.monotonic() - began))));
        if (clock.monotonic() - asked >= AGAIN_MS) {
          asked = clock.monotonic();
          ask(book.questions);
        }
        ask(book.missing);
      }
    } finally {
      await stop();
    }
    return book.list();
  }

  /** Speakers, by name; answers that come within so many ms count. */
  async find(ms: number): Promise<readonly FoundSpeaker[]> {
    const links = this.#deps.links();
    const found = await this.services([SPEAKERS], ms);
    const speakers = new Map<string, FoundSpeaker>();
    for (const service of found) {
      const speaker = speakerOf(service, links);
      speakers.set(speaker.serialNumber || service.instance, speaker);
    }
    return [...speakers.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }
}

function speakerOf({ instance, host, port, txt, addresses }: FoundService, links: readonly Link[]): FoundSpeaker {
  const rank = (address: string) => {
    if (links.some(link => isOn(link, address))) return isLinkLocal(address) ? 1 : 0;
    return isLinkLocal(address) ? (address.includes(':') ? 2 : 4) : 3;
  };
  const reachable = addresses.flatMap(address =>
    isLinkLocal(address) && address.includes(':') ? links.map(({ name }) => `${address}%${name}`) : [address],
  );
  return {
    name: instance,
    model: txt['model'] ?? txt['product'] ?? '',
    serialNumber: txt['macaddress'] ?? '',
    hostName: host,
    addresses: [...reachable].sort((a, b) => rank(a) - rank(b)),
    port,
    needsAddress: addresses.every(isLinkLocal),
  };
}
