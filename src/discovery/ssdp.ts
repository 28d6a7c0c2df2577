import { isIPv6 } from 'node:net';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { Allowance } from './allowance.ts';
import { type Channel, Channels, type Group, type OpenChannel, type Sender } from './channels.ts';
import type { Identity } from './identity.ts';
import { addressFor, isLinkLocal, isOn, type Link } from './links.ts';

/** UPnP Device Architecture 1.0, 1.1. */
const SSDP: Group = { v4: '239.255.255.250', v6: 'ff02::c', port: 1900, ttl: 2 };

/** What clients of network speakers ask for: the name of a protocol, like the paths of VAPIX. */
const BASIC_SERVICE = 'urn:axis-com:service:BasicService:1';
const BASIC_DEVICE = 'urn:schemas-upnp-org:device:Basic:1';
const ROOT = 'upnp:rootdevice';

/** s that an announcement is good for, and ms after which it is said anew. */
const LIFE_S = 1800;
const AGAIN_MS = 600_000;
/** Packets are lost: each announcement goes out twice, so many ms apart. */
const REPEAT_MS = 300;
/** No answer waits longer, ms, whatever time the asker gives. */
const LONGEST_WAIT_MS = 1000;

interface SsdpDeps {
  readonly identity: () => Identity;
  readonly links: () => readonly Link[];
  readonly open: OpenChannel;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** Where the description of the device is found. */
export const DESCRIPTION = '/rootdesc1.xml';

export const udnOf = ({ serialNumber }: Pick<Identity, 'serialNumber'>) => `uuid:Upnp-BasicDevice-1_0-${serialNumber}`;

/** Tells UPnP control points of the speaker, and answers their searches. */
export class Ssdp {
  readonly #deps: SsdpDeps;
  readonly #channels: Channels;
  readonly #allowance: Allowance;
  #offs: Off[] = [];

  constructor(deps: SsdpDeps) {
    this.#deps = deps;
    this.#allowance = new Allowance(deps.clock);
    this.#channels = new Channels({
      ...deps,
      group: SSDP,
      received: (bytes, sender, channel) => this.#received(bytes, sender, channel),
      changed: fresh => this.#announce(fresh),
    });
  }

  async start(): Promise<Off> {
    const stop = await this.#channels.start();
    const off = this.#deps.clock.every(AGAIN_MS, () => this.#announce(this.#channels.all));
    return () => {
      off();
      this.#offs.forEach(each => void each());
      for (const channel of this.#channels.all) this.#notify(channel, 'ssdp:byebye');
      return stop();
    };
  }

  #announce(channels: readonly Channel[]): void {
    const tell = () => channels.forEach(channel => this.#notify(channel, 'ssdp:alive'));
    tell();
    this.#offs = [this.#deps.clock.after(REPEAT_MS, tell)];
  }

  #notify(channel: Channel, what: 'ssdp:alive' | 'ssdp:byebye'): void {
    const { identity } = this.#deps;
    const address = addressFor(channel.link, channel.family === 4 ? '0.0.0.0' : '::');
    if (address === undefined) return;
    for (const [target, usn] of targetsOf(identity())) {
      const alive = what === 'ssdp:byebye' ? [] : [`CACHE-CONTROL: max-age=${LIFE_S}`, ...placeOf(identity(), address)];
      const host = channel.family === 4 ? SSDP.v4 : `[${SSDP.v6}]`;
      const head = ['NOTIFY * HTTP/1.1', `HOST: ${host}:${SSDP.port}`, `NT: ${target}`, `NTS: ${what}`, `USN: ${usn}`];
      channel.send(message([...head, ...alive]));
    }
  }

  #received(bytes: Buffer, sender: Sender, channel: Channel): void {
    const search = searchIn(bytes);
    if (search === undefined) return;
    // Who is not on the link may be somebody's victim.
    if (!isOn(channel.link, sender.address) && !isLinkLocal(sender.address)) return;
    const identity = this.#deps.identity();
    const address = addressFor(channel.link, sender.address);
    if (address === undefined) return;
    const found = targetsOf(identity).filter(([target]) => search.target === 'ssdp:all' || search.target === target);
    const wait = Math.round(this.#deps.random() * Math.min(search.waitMs, LONGEST_WAIT_MS));
    const off = this.#deps.clock.after(wait, () => {
      this.#offs = this.#offs.filter(each => each !== off);
      for (const [target, usn] of found) {
        if (!this.#allowance.take()) return;
        const head = ['HTTP/1.1 200 OK', `CACHE-CONTROL: max-age=${LIFE_S}`, 'EXT:'];
        channel.send(message([...head, ...placeOf(identity, address), `ST: ${target}`, `USN: ${usn}`]), sender);
      }
    });
    this.#offs.push(off);
  }
}

/** Types and the names that the speaker has as each. */
function targetsOf(identity: Identity): readonly (readonly [target: string, usn: string])[] {
  const udn = udnOf(identity);
  return [[udn, udn], ...[ROOT, BASIC_DEVICE, BASIC_SERVICE].map(target => [target, `${udn}::${target}`] as const)];
}

function placeOf({ version, ports }: Identity, address: string): readonly string[] {
  const host = isIPv6(address) ? `[${address.replace(/%.*/, '')}]` : address;
  return [`LOCATION: http://${host}:${ports.http}${DESCRIPTION}`, `SERVER: Linux UPnP/1.0 Stentor/${version}`];
}

const message = (lines: readonly string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);

/** A search for devices (1.2.2), or undefined where the packet is none. */
function searchIn(bytes: Buffer): { readonly target: string; readonly waitMs: number } | undefined {
  if (bytes.length > 2000) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1').split('\r\n');
  if (!/^M-SEARCH \* HTTP\/1\.\d$/.test(first)) return undefined;
  const headers = headersIn(lines);
  if (headers.get('man') !== '"ssdp:discover"') return undefined;
  const seconds = Number(headers.get('mx') ?? 1);
  return { target: headers.get('st') ?? '', waitMs: seconds > 0 ? seconds * 1000 : 0 };
}

/** Headers by their name in small letters. */
const headersIn = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    lines.flatMap(line => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
    }),
  );
