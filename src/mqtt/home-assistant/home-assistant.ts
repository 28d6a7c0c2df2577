import { inBackground } from '../../core/background.ts';
import type { Clock, Off } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { EventBus, EventDef, Happening } from '../../events/index.ts';
import type { Link } from '../link.ts';
import type { Incoming } from '../message.ts';
import { connectionTopic, devicePrefix } from '../naming.ts';
import type { EventDialect } from '../publication.ts';
import type { MqttSettings } from '../settings.ts';
import { type CommandDeps, Commands } from './commands.ts';
import { commandTopic, entityConfigs, type EntityFacts, OFF, ON, stateTopic } from './entities.ts';
import type { Retained } from './retained.ts';

/** What the entities show and do. */
export interface House extends Omit<CommandDeps, 'clock'> {
  readonly onClipsChange: (listener: () => void) => Off;
  /** dB, and whether it is muted. */
  readonly level: () => { readonly gain: number; readonly muted: boolean };
  readonly gainRange: EntityFacts['gain'];
  readonly onLevelChange: (listener: () => void) => Off;
  readonly device: () => Pick<EntityFacts, 'name' | 'model' | 'version'>;
  /** The events that the entities follow; one that is not there has no entity. */
  readonly followed: {
    readonly clipPlaying: EventDef<{ playing: boolean; clip?: string }>;
    readonly upgrade: EventDef<{ state: string; version: string }>;
    readonly speakerTest?: EventDef | undefined;
  };
}

interface HomeAssistantDeps extends House {
  readonly events: Pick<EventBus, 'on' | 'onAny' | 'states'>;
  readonly dialect: EventDialect;
  readonly retained: Retained;
  readonly settings: () => MqttSettings;
  readonly serial: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Several changes at once, such as a slider's, are told as one, ms. */
const GATHER_MS = 100;

/** Announces the speaker to Home Assistant and does what it asks for. */
export class HomeAssistant {
  readonly #deps: HomeAssistantDeps;
  readonly #commands: Commands;
  #link: Link | undefined;
  #waiting: Off | undefined;
  #testResult: string | undefined;

  constructor(deps: HomeAssistantDeps) {
    this.#deps = deps;
    this.#commands = new Commands(deps);
  }

  start(): Off {
    const { events, onClipsChange, onLevelChange, followed, clock } = this.#deps;
    const offs = [
      onClipsChange(() => this.#soon(clock)),
      onLevelChange(() => this.#soon(clock)),
      events.on(followed.clipPlaying, playing => {
        this.#commands.clipIs(playing);
        this.#soon(clock);
      }),
      events.on(followed.upgrade, () => this.#soon(clock)),
      events.onAny(happening => this.#hearTest(happening)),
    ];
    return () => {
      offs.forEach(off => off());
      this.#waiting?.();
      this.#commands.stop();
    };
  }

  /** What must be subscribed to. */
  filters(): string[] {
    const { homeAssistant } = this.#deps.settings();
    return homeAssistant.enabled ? [commandTopic(this.#prefix, '#'), `${homeAssistant.prefix}/status`] : [];
  }

  /** Tells the broker how all is now. @throws Fault where the connection breaks */
  async use(link: Link): Promise<void> {
    this.#link = link;
    await this.#tell(link);
  }

  /** Tells all anew. @throws Fault where the connection breaks */
  async announce(link: Link): Promise<void> {
    this.#deps.retained.forget();
    await this.use(link);
  }

  /** A message of one of the filters. @returns whether it was one */
  hear({ topic, payload, retain }: Incoming): boolean {
    const { settings, log } = this.#deps;
    const { enabled, prefix } = settings().homeAssistant;
    if (!enabled) return false;
    const [text, link] = [payload.toString('utf8'), this.#link];
    if (topic === `${prefix}/status`) {
      // It has just started: it may have missed what was told meanwhile.
      if (text === 'online' && !retain && link !== undefined)
        inBackground(log, 'announcing to Home Assistant', () => this.announce(link));
      return true;
    }
    const commands = commandTopic(this.#prefix, '');
    if (!topic.startsWith(commands)) return false;
    // A command that the broker kept would be done again at every connection.
    if (!retain) this.#obey(topic.slice(commands.length), text);
    return true;
  }

  #obey(what: string, text: string): void {
    const { log, clock } = this.#deps;
    this.#commands
      .run(what, text)
      .catch((error: unknown) => {
        const reason = error instanceof Fault ? error.message : String(error);
        log.warn('a command from Home Assistant failed', { command: what.slice(0, 40), reason });
      })
      .finally(() => this.#soon(clock));
  }

  get #prefix(): string {
    return devicePrefix(this.#deps.settings(), this.#deps.serial);
  }

  #hearTest(happening: Happening): void {
    const { followed, dialect, clock } = this.#deps;
    if (followed.speakerTest === undefined || happening.def !== followed.speakerTest) return;
    this.#testResult = dialect.tell(happening).data['SpeakerTestStatus'];
    this.#soon(clock);
  }

  #soon(clock: Clock): void {
    const link = this.#link;
    if (link === undefined || this.#waiting !== undefined) return;
    this.#waiting = clock.after(GATHER_MS, () => {
      this.#waiting = undefined;
      inBackground(this.#deps.log, 'telling Home Assistant', () => this.#tell(link));
    });
  }

  async #tell(link: Link): Promise<void> {
    const { retained, settings } = this.#deps;
    const wanted = settings().homeAssistant.enabled ? this.#wanted() : new Map<string, string>();
    await retained.sync(link, wanted);
  }

  #wanted(): Map<string, string> {
    const { clips, gainRange, device, serial, settings, followed } = this.#deps;
    const facts: EntityFacts = {
      ...device(),
      serial,
      discoveryPrefix: settings().homeAssistant.prefix,
      prefix: this.#prefix,
      clips: clips(),
      gain: gainRange,
      hasSpeakerTest: followed.speakerTest !== undefined,
      availabilityTopic: availabilityIn(settings(), this.#prefix),
    };
    return new Map([...entityConfigs(facts), ...this.#states(facts)]);
  }

  #states({ prefix, version, clips }: EntityFacts): [string, string][] {
    const { level, events, followed } = this.#deps;
    const { gain, muted } = level();
    const [upgrade] = events.states(followed.upgrade);
    const state = (what: string, value: string): [string, string] => [stateTopic(prefix, what), value];
    return [
      state('volume', String(gain)),
      state('mute', muted ? ON : OFF),
      ...(clips.length > 0 ? [state('siren', this.#commands.sirenIsOn ? ON : OFF)] : []),
      ...(this.#testResult === undefined ? [] : [state('speaker-test', this.#testResult)]),
      state('update', updateState(version, upgrade)),
    ];
  }
}

const INSTALLING = ['installing', 'restarting'];

/** Home Assistant's update entity: what runs and what will. */
function updateState(version: string, upgrade: { state: string; version: string } | undefined): string {
  const isInstalling = upgrade !== undefined && INSTALLING.includes(upgrade.state);
  const latest = isInstalling && upgrade.version !== '' ? upgrade.version : version;
  return JSON.stringify({ installed_version: version, latest_version: latest, in_progress: isInstalling });
}

/** Where it is told whether the speaker is there; undefined where the notices do not tell it both ways. */
function availabilityIn({ client }: MqttSettings, prefix: string): string | undefined {
  const both = [client.lastWill, client.connectMessage];
  const isTold = both.every(({ send, useDefault, retain }) => send && useDefault && retain);
  return isTold ? connectionTopic(prefix) : undefined;
}
