import type { TextFacts } from '../actions/index.ts';
import type { Clock } from '../core/clock.ts';
import { ensureFolder } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { Schema } from '../core/schema.ts';
import type { EventBus } from '../events/index.ts';
import { JsonFile } from '../settings/index.ts';
import { mqttActions } from './actions.ts';
import { HomeAssistant, type House } from './home-assistant/home-assistant.ts';
import { Retained, RETAINED_TOPICS } from './home-assistant/retained.ts';
import { Mqtt } from './mqtt.ts';
import { devicePrefix } from './naming.ts';
import { type EventDialect, Publication } from './publication.ts';
import { NO_SECRETS, STORED_SECRETS, STORED_SETTINGS } from './settings.ts';
import { SettingsStore } from './settings-store.ts';
import { Subscriptions } from './subscriptions.ts';

interface MqttDomainDeps {
  /** Folder of the settings, of the secrets and of what Home Assistant was told. */
  readonly folder: string;
  readonly serial: string;
  readonly events: EventBus;
  readonly dialect: EventDialect;
  readonly house: House;
  /** What fills texts, besides the time and the event. */
  readonly facts: () => Omit<TextFacts, 'now' | 'cause'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The speaker at an MQTT broker. */
export function createMqtt(deps: MqttDomainDeps) {
  const { folder, serial, events, dialect, house, clock, log } = deps;
  const file = <T>(name: string, schema: Schema<T>, empty: T) =>
    new JsonFile<T>({ path: `${folder}/${name}.json`, schema, empty, log });
  const store = new SettingsStore({
    file: file('settings', STORED_SETTINGS, {}),
    secretsFile: file('secrets', STORED_SECRETS, NO_SECRETS),
    serial,
    checkEventFilter: text => void dialect.filter(text),
  });
  const settings = () => store.settings;
  const retained = new Retained(file('home-assistant', RETAINED_TOPICS, []));
  const mqtt = new Mqtt({
    store,
    publication: new Publication({ dialect, settings, serial }),
    subscriptions: new Subscriptions({
      events,
      wanted: () => ({ subscriptions: settings().subscriptions, prefix: devicePrefix(settings(), serial) }),
    }),
    homeAssistant: new HomeAssistant({ ...house, events, dialect, retained, settings, serial, clock, log }),
    events,
    serial,
    clock,
    log,
  });
  return {
    mqtt,
    actions: mqttActions({
      publish: message => mqtt.publish(message),
      facts: cause => ({ now: clock.now(), cause, ...deps.facts() }),
    }),
    async start() {
      await ensureFolder(folder);
      await retained.load();
      return mqtt.start();
    },
  };
}
