import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { Allowance } from './allowance.ts';
import { type Channel, Channels, type Group, type OpenChannel, type Sender } from './channels.ts';
import type { Identity } from './identity.ts';
import { addressFor, isLinkLocal, isOn, type Link } from './links.ts';

/** WS-Discovery of April 2005, 2.4, which ONVIF uses (Core specification, 7.3). */
const WS_DISCOVERY: Group = { v4: '239.255.255.250', v6: 'ff02::c', port: 3702, ttl: 1 };

const SOAP = 'http://www.w3.org/2003/05/soap-envelope';
const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
const DISCOVERY = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';
const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
/** Where to answer who asked. */
const ANONYMOUS = `${ADDRESSING}/role/anonymous`;

/** Longer than any probe. */
const MOST_BYTES = 8192;
/** No answer waits longer (2.4: APP_MAX_DELAY), ms. */
const LONGEST_WAIT_MS = 500;

/** An element of a message, as the parser gives it. */
export interface ProbeElement {
  readonly namespace: string;
  readonly name: string;
  readonly text: string;
  readonly children: readonly ProbeElement[];
  namespaceOf(prefix: string): string | undefined;
}

interface WsDiscoveryDeps {
  readonly identity: () => Identity;
  readonly links: () => readonly Link[];
  readonly open: OpenChannel;
  /** Reads XML that nobody vouches for. @throws Fault */
  readonly parseXml: (text: string) => ProbeElement;
  readonly escapeXml: (text: string) => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** Answers probes of programs for ONVIF. */
export class WsDiscovery {
  readonly #deps: WsDiscoveryDeps;
  readonly #channels: Channels;
  readonly #allowance: Allowance;
  readonly #waiting = new Set<Off>();
  /** Of this life of the speaker: messages are numbered within it. */
  readonly #instance: number;
  #number = 0;

  constructor(deps: WsDiscoveryDeps) {
    this.#deps = deps;
    this.#instance = Math.floor(deps.clock.now().getTime() / 1000);
    this.#allowance = new Allowance(deps.clock);
    this.#channels = new Channels({
      ...deps,
      group: WS_DISCOVERY,
      received: (bytes, sender, channel) => this.#received(bytes, sender, channel),
      changed: fresh => fresh.forEach(channel => this.#tell(channel, 'Hello')),
    });
  }

  async start(): Promise<Off> {
    const stop = await this.#channels.start();
    return () => {
      for (const off of this.#waiting) off();
      for (const channel of this.#channels.all) this.#tell(channel, 'Bye');
      return stop();
    };
  }

  #tell(channel: Channel, what: 'Hello' | 'Bye'): void {
    const address = addressFor(channel.link, channel.family === 4 ? '0.0.0.0' : '::');
    if (address === undefined) return;
    const body = what === 'Bye' ? `<d:Bye>${this.#reference()}</d:Bye>` : `<d:Hello>${this.#match(address)}</d:Hello>`;
    channel.send(this.#envelope(what, 'urn:schemas-xmlsoap-org:ws:2005:04:discovery', undefined, body));
  }

  #received(bytes: Buffer, sender: Sender, channel: Channel): void {
    if (bytes.length > MOST_BYTES) return;
    if (!isOn(channel.link, sender.address) && !isLinkLocal(sender.address)) return;
    const asked = this.#askedIn(bytes);
    const address = addressFor(channel.link, sender.address);
    if (asked === undefined || address === undefined) return;
    const off = this.#deps.clock.after(Math.round(this.#deps.random() * LONGEST_WAIT_MS), () => {
      this.#waiting.delete(off);
      if (!this.#allowance.take()) return;
      const match = `<d:${asked.what}Match>${this.#match(address)}</d:${asked.what}Match>`;
      const body = `<d:${asked.what}Matches>${match}</d:${asked.what}Matches>`;
      channel.send(this.#envelope(`${asked.what}Matches`, ANONYMOUS, asked.id, body), sender);
    });
    this.#waiting.add(off);
  }

  /** What is asked where it fits us; undefined where it does not, or is no message of the protocol. */
  #askedIn(bytes: Buffer): Asked | undefined {
    const request = requestIn(this.#parsed(bytes));
    if (request === undefined) return undefined;
    const { id, element } = request;
    if (element.name === 'Probe') return this.#fits(element) ? { what: 'Probe', id } : undefined;
    if (element.name !== 'Resolve') return undefined;
    const wanted = childOf(element, 'EndpointReference');
    const isUs = wanted !== undefined && childOf(wanted, 'Address')?.text === this.#urn();
    return isUs ? { what: 'Resolve', id } : undefined;
  }

  #parsed(bytes: Buffer): ProbeElement | undefined {
    try {
      return this.#deps.parseXml(bytes.toString());
    } catch {
      return undefined;
    }
  }

  /** All types and all scopes that are asked for must be ours (5.1). */
  #fits(probe: ProbeElement): boolean {
    const types = childOf(probe, 'Types');
    const isType = (name: string) => {
      const [prefix = '', local = ''] = name.includes(':') ? name.split(':') : ['', name];
      return local === 'Device' && types?.namespaceOf(prefix) === DEVICE;
    };
    const own = scopesOf(this.#deps.identity());
    const isScope = (scope: string) =>
      own.some(each => each === scope || each.startsWith(`${scope.replace(/\/$/, '')}/`));
    return words(types?.text).every(isType) && words(childOf(probe, 'Scopes')?.text).every(isScope);
  }

  #urn = () => `urn:uuid:${this.#deps.identity().uuid}`;

  #reference = () => `<a:EndpointReference><a:Address>${this.#urn()}</a:Address></a:EndpointReference>`;

  #match(address: string): string {
    const { escapeXml, identity } = this.#deps;
    const { ports } = identity();
    const host = isIPv6(address) ? `[${address.replace(/%.*/, '')}]` : address;
    return [
      this.#reference(),
      '<d:Types>tds:Device</d:Types>',
      `<d:Scopes>${escapeXml(scopesOf(identity()).join(' '))}</d:Scopes>`,
      `<d:XAddrs>http://${host}:${ports.http}/onvif/device_service</d:XAddrs>`,
      '<d:MetadataVersion>1</d:MetadataVersion>',
    ].join('');
  }

  #envelope(action: string, to: string, relatesTo: string | undefined, body: string): Buffer {
    const { escapeXml } = this.#deps;
    this.#number += 1;
    return Buffer.from(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<s:Envelope xmlns:s="${SOAP}" xmlns:a="${ADDRESSING}" xmlns:d="${DISCOVERY}" xmlns:tds="${DEVICE}"><s:Header>`,
        `<a:MessageID>urn:uuid:${randomUUID()}</a:MessageID>`,
        relatesTo === undefined ? '' : `<a:RelatesTo>${escapeXml(relatesTo)}</a:RelatesTo>`,
        `<a:To>${to}</a:To><a:Action>${DISCOVERY}/${action}</a:Action>`,
        `<d:AppSequence InstanceId="${this.#instance}" MessageNumber="${this.#number}"/>`,
        `</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
      ].join(''),
    );
  }
}

interface Asked {
  readonly what: 'Probe' | 'Resolve';
  readonly id: string;
}

/** The request of an envelope, and the number of its message. */
function requestIn(
  root: ProbeElement | undefined,
): { readonly id: string; readonly element: ProbeElement } | undefined {
  if (root?.name !== 'Envelope' || root.namespace !== SOAP) return undefined;
  const head = childOf(root, 'Header');
  const id = head && childOf(head, 'MessageID')?.text;
  const element = childOf(root, 'Body')?.children[0];
  return id === undefined || element?.namespace !== DISCOVERY ? undefined : { id, element };
}

/** ONVIF Core specification, 7.3.2.2. */
export function scopesOf({ model, serialNumber, hostName }: Identity): readonly string[] {
  const scope = (kind: string, value: string) => `onvif://www.onvif.org/${kind}/${encodeURIComponent(value)}`;
  return [
    scope('type', 'audio_decoder'),
    scope('type', 'audio_encoder'),
    scope('name', model),
    scope('hardware', model),
    scope('serial', serialNumber),
    scope('hostname', hostName),
  ];
}

const childOf = ({ children }: ProbeElement, name: string) => children.find(child => child.name === name);
const words = (text = '') => text.split(/\s+/).filter(word => word !== '');
