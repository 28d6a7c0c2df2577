import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import { Fault, invalid, unavailable } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import type { EventBus, Happening } from '../events/index.ts';
import { Allowance } from './allowance.ts';
import { Broker } from './broker.ts';
import { brokerPlan } from './broker-plan.ts';
import type { HomeAssistant } from './home-assistant/home-assistant.ts';
import type { Link } from './link.ts';
import { Listening } from './listening.ts';
import { Losses } from './losses.ts';
import { type Incoming, MOST_PAYLOAD, type Outgoing } from './message.ts';
import { clientIdOf, devicePrefix, fullFilter, noticeMessage } from './naming.ts';
import type { Publication } from './publication.ts';
import { DEFAULT_SETTINGS, type MqttSettingsChange } from './settings.ts';
import type { SettingsStore } from './settings-store.ts';
import type { Subscriptions } from './subscriptions.ts';
import { type ConnectionTest, testConnection } from './test-connection.ts';

interface MqttDeps {
  readonly store: SettingsStore;
  readonly publication: Publication;
  readonly subscriptions: Subscriptions;
  readonly homeAssistant: HomeAssistant;
  readonly events: Pick<EventBus, 'onAny' | 'present'>;
  readonly serial: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Messages that are taken: after a pause so many at once, then so many in a second. */
const TAKEN = { perSecond: 50, most: 200 };

/** The speaker as a client of an MQTT broker. */
export class Mqtt {
  readonly #deps: MqttDeps;
  readonly #broker: Broker;
  readonly #losses: Losses;
  readonly #allowance: Allowance;
  readonly #listening = new Listening();
  readonly #listeners = new Listeners<[]>();

  constructor(deps: MqttDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#losses = new Losses({ clock, log });
    this.#allowance = new Allowance(clock, TAKEN);
    this.#broker = new Broker({
      clock,
      log,
      connected: link => this.#connected(link),
      leaving: link => this.#leaving(link),
      hear: message => this.#hear(message),
    });
  }

  async start(): Promise<Off> {
    const { store, events, homeAssistant } = this.#deps;
    await store.load();
    const offs = [
      events.onAny(happening => this.#publishEvent(happening)),
      this.#broker.onChange(() => this.#listeners.tell()),
      this.#losses.onChange(() => this.#listeners.tell()),
      homeAssistant.start(),
    ];
    this.#use();
    return async () => {
      await this.#broker.stop();
      offs.forEach(off => off());
    };
  }

  get settings() {
    return this.#deps.store.settings;
  }

  get has() {
    const { password, clientKey } = this.#deps.store.secrets;
    return { password: password !== '', clientKey: clientKey !== '' };
  }

  /** What is used where nothing is set. */
  get defaults() {
    const { serial } = this.#deps;
    const { client } = DEFAULT_SETTINGS;
    return { clientId: clientIdOf({ client }, serial), deviceTopicPrefix: devicePrefix({ client }, serial) };
  }

  /** What the topics of the speaker begin with now. */
  get prefix(): string {
    return devicePrefix(this.settings, this.#deps.serial);
  }

  /** `problem` and `note` are sentences for people. */
  get status() {
    const { status } = this.#broker;
    const problem = status.problem ?? this.#listening.problem;
    const note = this.#losses.note();
    return {
      state: status.state,
      since: status.since,
      ...(problem === undefined ? {} : { problem }),
      ...(note === undefined ? {} : { note }),
    };
  }

  onChange(listener: () => void): Off {
    return this.#listeners.add(listener);
  }

  /** All that is set, the secrets too; for whoever keeps them as well as this does. */
  whole(): MqttSettingsChange {
    return wholeOf(this.#deps.store);
  }

  /** All that would be set after a change. @throws Fault `invalid` that names the field */
  check(change: MqttSettingsChange): MqttSettingsChange {
    return wholeOf(this.#deps.store.tried(change));
  }

  /** Keeps the change and does what it says at once. @throws Fault `invalid` that names the field */
  async change(change: MqttSettingsChange): Promise<void> {
    const { store, subscriptions } = this.#deps;
    const before = JSON.stringify([store.settings.client, store.secrets]);
    await store.change(change);
    subscriptions.forgetOthers();
    const { link } = this.#broker;
    if (JSON.stringify([store.settings.client, store.secrets]) !== before) this.#use();
    else if (link !== undefined) inBackground(this.#deps.log, 'changing subscriptions', () => this.#settle(link));
    this.#listeners.tell();
  }

  /** Connects once with the change in the place of what is set. @throws Fault `invalid` that names the field */
  test(change: MqttSettingsChange): Promise<ConnectionTest> {
    const { store, serial, clock } = this.#deps;
    const { settings, secrets } = store.tried(change);
    if (settings.client.host === '') throw invalid('host is missing', 'host');
    return testConnection(brokerPlan(settings, secrets, serial), clock);
  }

  /** Tells Home Assistant everything anew. @throws Fault `unavailable`, `conflict` where it is switched off */
  async announce(): Promise<void> {
    const { homeAssistant } = this.#deps;
    if (!this.settings.homeAssistant.enabled) throw new Fault('conflict', 'Home Assistant discovery is off');
    const { link } = this.#broker;
    if (link === undefined) throw unavailable('there is no connection to the broker');
    await homeAssistant.announce(link);
  }

  /** @throws Fault `unavailable`, `busy` */
  publish(message: Outgoing): Promise<void> {
    return this.#broker.publish(message);
  }

  #use(): void {
    const { store, serial } = this.#deps;
    const { settings, secrets } = store;
    this.#broker.use(settings.client.active ? brokerPlan(settings, secrets, serial) : undefined);
  }

  async #connected(link: Link): Promise<void> {
    const { events, publication, clock } = this.#deps;
    const told = { connected: true, description: 'Connected', at: clock.now() };
    const notice = noticeMessage(this.settings.client.connectMessage, told, this.#who);
    if (notice !== undefined) await link.publish(notice);
    for (const message of publication.present(events.present())) await link.publish(message);
    await this.#settle(link);
  }

  async #leaving(link: Link): Promise<void> {
    const told = { connected: false, description: 'Disconnected', at: this.#deps.clock.now() };
    const notice = noticeMessage(this.settings.client.disconnectMessage, told, this.#who);
    if (notice !== undefined) await link.publish(notice);
  }

  get #who() {
    return { prefix: this.prefix, serial: this.#deps.serial };
  }

  /** Subscribes to what is wanted now, and to nothing else; tells Home Assistant. */
  async #settle(link: Link): Promise<void> {
    const { homeAssistant, log } = this.#deps;
    const wanted = new Map(homeAssistant.filters().map(filter => [filter, 1 as const]));
    const all = new Map([
      ...wanted,
      ...this.settings.subscriptions.map(each => [fullFilter(each, this.prefix), each.qos] as const),
    ]);
    await this.#listening.sync(link, all);
    this.#listeners.tell();
    inBackground(log, 'telling Home Assistant', () => homeAssistant.use(link));
  }

  #publishEvent(happening: Happening): void {
    const { link } = this.#broker;
    if (link === undefined) return;
    const message = this.#deps.publication.message(happening);
    if (message === undefined) return;
    link.publish(message).catch(() => this.#losses.count('events that the broker did not take'));
  }

  #hear(message: Incoming): void {
    const { homeAssistant, subscriptions } = this.#deps;
    if (message.payload.length > MOST_PAYLOAD) this.#losses.count(`messages of more than ${MOST_PAYLOAD} bytes`);
    else if (!this.#allowance.take()) this.#losses.count('messages because too many came at once');
    else if (!homeAssistant.hear(message)) subscriptions.hear(message);
  }
}

const wholeOf = ({ settings, secrets }: Pick<SettingsStore, 'settings' | 'secrets'>): MqttSettingsChange => ({
  ...settings,
  client: { ...settings.client, ...secrets },
});
