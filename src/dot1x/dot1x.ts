import { AtMostEvery } from '../core/at-most-every.ts';
import { inBackground } from '../core/background.ts';
import { BackOff } from '../core/back-off.ts';
import type { Clock, Off } from '../core/clock.ts';
import { invalid } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { Helpers } from '../linux/index.ts';
import type { StateFile } from '../settings/index.ts';
import { dot1xState } from './events.ts';
import { afterLine, CONNECTING, type Dot1xStatus, type Progress, STOPPED } from './progress.ts';
import { DOT1X_OFF, type Dot1xSettings } from './settings.ts';
import { type Credentials, supplicantInput } from './supplicant-input.ts';

/** The speaker's certificates, as far as they are needed here. */
export interface CertificateShelf {
  /** A private key with its certificates. @throws Fault `not-found`, `conflict` where it has no key */
  keyPair(id: string): { readonly key: string; readonly cert: string };
  /** PEM. @throws Fault `not-found`, `conflict` where it is no authority */
  authority(id: string): string;
  onChange(listener: () => void): Off;
}

interface Dot1xDeps {
  readonly file: StateFile<Dot1xSettings>;
  readonly helpers: Helpers;
  readonly certificates: CertificateShelf;
  /** The wired interface; empty where there is none. */
  readonly interfaceName: () => Promise<string>;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often a change of the status is told, ms: a switch may ask as often as it likes. */
const TELL_EVERY_MS = 1000;

/** The speaker as the one that a switch asks who it is: IEEE 802.1X, by wpa_supplicant. */
export class Dot1x {
  readonly #deps: Dot1xDeps;
  readonly #listeners = new Listeners<[]>();
  readonly #backOff = new BackOff();
  #settings: Dot1xSettings = DOT1X_OFF;
  #progress: Progress = STOPPED;
  /** What the helper that runs was told. */
  #input = '';
  #end: Off = () => undefined;
  #told: Dot1xStatus = STOPPED;
  readonly #tell: AtMostEvery;

  constructor(deps: Dot1xDeps) {
    this.#deps = deps;
    this.#tell = new AtMostEvery({ clock: deps.clock, ms: TELL_EVERY_MS, run: () => this.#tellStatus() });
  }

  get settings(): Dot1xSettings {
    return this.#settings;
  }

  get status(): Dot1xStatus {
    const { status, reason } = this.#progress;
    return { status, reason };
  }

  readonly onChange = this.#listeners.add;

  /** Whether a certificate or an authority is used. */
  uses(id: string): boolean {
    const { certificate, authorities } = this.#settings;
    return certificate === id || authorities.includes(id);
  }

  async start(): Promise<Off> {
    const { file, certificates } = this.#deps;
    this.#settings = await file.load();
    this.#begin();
    const unwatch = certificates.onChange(() => this.#followCertificates());
    return () => {
      unwatch();
      this.#stop();
      this.#tell.cancel();
    };
  }

  /** @throws Fault `invalid` with the field, `not-found` and `conflict` of certificates. Nothing is changed then. */
  async change(change: Partial<Dot1xSettings>): Promise<void> {
    const settings = this.check({ ...this.#settings, ...change });
    await this.#deps.file.save(settings);
    this.#settings = settings;
    this.#begin();
    this.#listeners.tell();
  }

  /** The same settings, where they can be put in force. @throws Fault as `change` */
  check(settings: Dot1xSettings): Dot1xSettings {
    const { enabled, method, identity, password } = settings;
    const credentials = this.#credentials(settings);
    if (!enabled) return settings;
    if (identity === '') throw invalid('the switch asks for an identity', 'identity');
    if (method === 'tls' && credentials.client === undefined) {
      throw invalid('EAP-TLS needs a client certificate', 'certificate');
    }
    if (method === 'peap' && password === '') throw invalid('EAP-PEAP needs a password', 'password');
    return settings;
  }

  #credentials({ certificate, authorities }: Dot1xSettings): Credentials {
    const { certificates } = this.#deps;
    return {
      authorities: authorities.map(id => certificates.authority(id)).join(''),
      client: certificate === '' ? undefined : certificates.keyPair(certificate),
    };
  }

  #begin(): void {
    this.#stop();
    if (this.#settings.enabled) {
      this.#become(CONNECTING);
      this.#inBackground();
    } else this.#become(STOPPED);
  }

  #stop(): void {
    const end = this.#end;
    this.#end = () => undefined;
    this.#input = '';
    end();
  }

  #inBackground(): void {
    let open = true;
    this.#end = () => (open = false);
    inBackground(this.#deps.log, 'starting 802.1X', async () => {
      const name = await this.#deps.interfaceName();
      if (!open) return;
      if (name === '') this.#later('The speaker finds no network interface.', 0);
      else this.#run(name);
    });
  }

  #run(name: string): void {
    const { helpers, clock } = this.#deps;
    const settings = this.#settings;
    this.#input = supplicantInput(name, settings, this.#credentials(settings));
    let said = '';
    let open = true;
    const began = clock.monotonic();
    const helper = helpers('dot1x', this.#input, line => {
      if (!open) return;
      said = line;
      this.#become(afterLine(this.#progress, line, settings.method));
    });
    this.#end = () => {
      open = false;
      helper.close();
    };
    void helper.ended.then(why => {
      if (open) this.#later(`802.1X cannot run: ${said || why}`, clock.monotonic() - began);
    });
  }

  /** It ended by itself: again, but not at once. */
  #later(reason: string, heldMs: number): void {
    this.#become({ status: 'failed', reason, hint: '' });
    this.#end = this.#deps.clock.after(this.#backOff.after(heldMs), () => this.#inBackground());
  }

  #become(progress: Progress): void {
    this.#progress = progress;
    this.#tell.call();
  }

  #tellStatus(): void {
    const { status, reason } = this.status;
    if (status === this.#told.status && reason === this.#told.reason) return;
    this.#told = { status, reason };
    this.#deps.log.info('802.1X', this.#told);
    this.#deps.events.emit(dot1xState, this.#told);
    this.#listeners.tell();
  }

  /** A certificate that is used may be another one now. */
  #followCertificates(): void {
    if (this.#input === '') return;
    const [name = ''] = this.#input.split('\n', 1);
    if (supplicantInput(name, this.#settings, this.#credentials(this.#settings)) !== this.#input) this.#begin();
  }
}
