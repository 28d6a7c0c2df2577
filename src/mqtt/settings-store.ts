import { Fault } from '../core/fault.ts';
import type { StateFile } from '../settings/index.ts';
import { type CheckOptions, checkSettings } from './check-settings.ts';
import {
  DEFAULT_SETTINGS,
  merged,
  type MqttSecrets,
  type MqttSettings,
  type MqttSettingsChange,
  NO_SECRETS,
} from './settings.ts';

interface SettingsStoreDeps extends CheckOptions {
  readonly file: StateFile<MqttSettingsChange>;
  readonly secretsFile: StateFile<MqttSecrets>;
}

/** The settings of the MQTT client and, in a file of their own, its password and key. */
export class SettingsStore {
  readonly #deps: SettingsStoreDeps;
  #settings = DEFAULT_SETTINGS;
  #secrets = NO_SECRETS;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(deps: SettingsStoreDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const { file, secretsFile } = this.#deps;
    this.#settings = merged(DEFAULT_SETTINGS, await file.load());
    this.#secrets = await secretsFile.load();
    try {
      checkSettings(this.#settings, this.#secrets, this.#deps);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Half of a change survived a power cut: nothing is done with it until somebody has looked.
      this.#settings = merged(this.#settings, { client: { active: false } });
    }
  }

  get settings(): MqttSettings {
    return this.#settings;
  }

  get secrets(): MqttSecrets {
    return this.#secrets;
  }

  /** What a change would make of the settings. @throws Fault `invalid` that names the field */
  tried(change: MqttSettingsChange): { readonly settings: MqttSettings; readonly secrets: MqttSecrets } {
    const { password = this.#secrets.password, clientKey = this.#secrets.clientKey } = change.client ?? {};
    const next = { settings: merged(this.#settings, change), secrets: { password, clientKey } };
    checkSettings(next.settings, next.secrets, this.#deps);
    return next;
  }

  /** Keeps a change, all of it or nothing. @throws Fault `invalid` that names the field */
  change(change: MqttSettingsChange): Promise<void> {
    const done = this.#changing.then(async () => {
      const { file, secretsFile } = this.#deps;
      const { settings, secrets } = this.tried(change);
      if (JSON.stringify(secrets) !== JSON.stringify(this.#secrets)) await secretsFile.save(secrets);
      await file.save(settings);
      this.#settings = settings;
      this.#secrets = secrets;
    });
    this.#changing = done.catch(() => undefined);
    return done;
  }
}
