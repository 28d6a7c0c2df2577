import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Startable } from '../core/lifecycle.ts';
import type { Log } from '../core/log.ts';
import type { ParamDef, ParamStore } from '../settings/index.ts';
import type { OpenChannel } from './channels.ts';
import { assignAddress } from './assign.ts';
import { Finder, SPEAKERS } from './finder.ts';
import { type Identity, usualName } from './identity.ts';
import type { Link } from './links.ts';
import type { Service } from './mdns/identity.ts';
import { Responder } from './mdns/responder.ts';
import { videoAnnounced, bonjourEnabled, bonjourName, upnpEnabled, upnpName, wsDiscoveryEnabled } from './params.ts';
import { Ssdp } from './ssdp.ts';
import { type ProbeElement, WsDiscovery } from './ws-discovery.ts';

interface DiscoveryDeps {
  readonly params: ParamStore;
  readonly identity: () => Identity;
  readonly links: () => readonly Link[];
  readonly open: OpenChannel;
  readonly parseXml: (text: string) => ProbeElement;
  readonly escapeXml: (text: string) => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** Being found on the network, and finding others. */
export type Discovery = ReturnType<typeof createDiscovery>;

/** The discovery domain. */
export function createDiscovery(deps: DiscoveryDeps) {
  const { params, identity, log } = deps;
  const nameIn = (def: ParamDef<string>) => params.get(def) || usualName(identity());
  const known = { name: '' };
  const bonjour = () =>
    new Responder({
      ...deps,
      names: { instance: nameIn(bonjourName), host: identity().hostName },
      services: servicesOf(identity(), params.get(videoAnnounced)),
      named: ({ instance }) => (known.name = instance),
    });
  const parts = [
    new Switched(deps, bonjourEnabled, [bonjourName, videoAnnounced], bonjour),
    new Switched(deps, upnpEnabled, [upnpName], () => new Ssdp(deps)),
    new Switched(deps, wsDiscoveryEnabled, [], () => new WsDiscovery(deps)),
  ];
  return {
    finder: new Finder(deps),
    assign: assignAddress,
    /** Under which name the speaker is found, where that is another one than was wished for. */
    knownAs: () => known.name || nameIn(bonjourName),
    /** For the description of the device. */
    upnp: () => ({ enabled: params.get(upnpEnabled), name: nameIn(upnpName), identity: identity() }),
    async start(): Promise<Off> {
      for (const part of parts) await part.start();
      log.debug('discovery runs');
      return async () => {
        for (const part of parts) await part.stop();
      };
    },
  };
}

function servicesOf({ ports, model, serialNumber, version }: Identity, withVideo: boolean): readonly Service[] {
  const txt = [`macaddress=${serialNumber}`, `model=${model}`, `product=${model}`, `version=${version}`];
  const service = (type: string, more: readonly string[] = []): Service => ({
    type,
    port: ports.http,
    txt: [...more, ...txt],
  });
  return [service('_http._tcp', ['path=/']), service(SPEAKERS), ...(withVideo ? [service('_axis-video._tcp')] : [])];
}

/** Runs while a setting says so, and begins anew when another one changes that it depends on. */
class Switched {
  readonly #deps: Pick<DiscoveryDeps, 'params' | 'log'>;
  readonly #enabled: ParamDef<boolean>;
  readonly #followed: readonly ParamDef[];
  readonly #create: () => Startable;
  #stop: Off = () => undefined;
  #unwatch: Off = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    deps: Pick<DiscoveryDeps, 'params' | 'log'>,
    enabled: ParamDef<boolean>,
    followed: readonly ParamDef[],
    create: () => Startable,
  ) {
    this.#deps = deps;
    this.#enabled = enabled;
    this.#followed = followed;
    this.#create = create;
  }

  async start(): Promise<void> {
    const { params, log } = this.#deps;
    this.#unwatch = params.onChange(changed => {
      if (![this.#enabled, ...this.#followed].some(({ path }) => changed.has(path))) return;
      inBackground(log, 'discovery', () => this.#inTurn(() => this.#begin()));
    });
    await this.#inTurn(() => this.#begin());
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#inTurn(() => this.#end());
  }

  async #begin(): Promise<void> {
    await this.#end();
    if (this.#deps.params.get(this.#enabled)) this.#stop = await this.#create().start();
  }

  async #end(): Promise<void> {
    const stop = this.#stop;
    this.#stop = () => undefined;
    await stop();
  }

  #inTurn(act: () => Promise<void>): Promise<unknown> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
