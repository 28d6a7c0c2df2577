import { type Clock, pause } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import { object, optional, parse, string, type Schema } from '../core/schema.ts';
import type { SystemBus } from '../linux/index.ts';
import type { Bundle } from './bundle.ts';
import { checkBundleFile } from './bundle-file.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { raucFault } from './rauc-words.ts';
import type { InstallProgress, Slot, Updater } from './updater.ts';

const INSTALLER = { destination: 'de.pengutronix.rauc', path: '/', interface: 'de.pengutronix.rauc.Installer' };

/** How often an installation is asked how far it is, ms. */
const POLL_MS = 500;
/** Questions in a row that may stay without answer before the service counts as dead. */
const MAX_SILENT = 20;

interface RaucDeps {
  readonly bus: SystemBus;
  readonly clock: Clock;
}

/** What RAUC tells of a slot that can be booted; the boot partition beside it is its child and has no name of its own. */
interface RaucSlot {
  readonly name: string;
  readonly bootname: string;
  readonly state: string;
  readonly status: string;
}

const SLOT = object({
  bootname: optional(string()),
  state: string(),
  'boot-status': optional(string({ default: 'good' })),
});

/** Updates by RAUC (de.pengutronix.rauc, RAUC's reference, D-Bus API), version 1.8 or newer. */
export class RaucUpdater implements Updater {
  readonly kind = 'rauc';
  readonly #bus: SystemBus;
  readonly #clock: Clock;

  constructor({ bus, clock }: RaucDeps) {
    this.#bus = bus;
    this.#clock = clock;
  }

  async product(): Promise<string> {
    return String(await this.#get('Compatible'));
  }

  async slots(): Promise<readonly Slot[]> {
    const slots = await this.#raucSlots();
    return slots.map(({ bootname, state, status }) => ({
      name: bootname,
      booted: state === 'booted',
      bootable: status === 'good',
    }));
  }

  async inspect(path: string): Promise<Bundle> {
    await checkBundleFile(path);
    return bundleIn(await this.#manifest(path));
  }

  async install(path: string, onProgress: (progress: InstallProgress) => void): Promise<void> {
    await this.#call('InstallBundle', 'sa{sv}', [path, {}]);
    let silent = 0;
    while (silent < MAX_SILENT) {
      await pause(this.#clock, POLL_MS);
      const now = await this.#progress().catch(() => undefined);
      silent = now === undefined ? silent + 1 : 0;
      if (now?.operation === 'installing') onProgress(now);
      if (now?.operation === 'idle') return this.#checkEnd(now);
    }
    throw unavailable('the update service has stopped during the installation; the running version was not changed');
  }

  async activate(slot: string): Promise<void> {
    await this.#mark('active', slot);
  }

  async markGood(): Promise<void> {
    await this.#call('Mark', 'ss', ['good', 'booted']);
  }

  async disable(slot: string): Promise<void> {
    await this.#mark('bad', slot);
  }

  async #mark(state: 'active' | 'bad', slot: string): Promise<void> {
    const found = (await this.#raucSlots()).find(({ bootname }) => bootname === slot);
    if (found === undefined) throw new Fault('not-found', `there is no slot ${slot}`);
    await this.#call('Mark', 'ss', [state, found.name]);
  }

  async #raucSlots(): Promise<readonly RaucSlot[]> {
    const [slots] = await this.#call('GetSlotStatus');
    return (slots as readonly (readonly [string, unknown])[]).flatMap(([name, told]) => {
      const { bootname, state, 'boot-status': status = 'good' } = parse(SLOT, told, name);
      return bootname === undefined ? [] : [{ name, bootname, state, status }];
    });
  }

  async #manifest(path: string): Promise<Manifest> {
    try {
      const [manifest] = await this.#call('InspectBundle', 'sa{sv}', [path, {}]);
      return sectionsOf(manifest as Inspected);
    } catch (error) {
      if (!(error instanceof Fault) || !/no such method|unknown method/i.test(error.message)) throw error;
    }
    await this.#call('Info', 's', [path]); // before 1.9; verifies the signature
    return readManifest(path, this.#clock);
  }

  async #progress(): Promise<InstallProgress & { operation: string }> {
    const operation = String(await this.#get('Operation'));
    const [percent, step] = (await this.#get('Progress')) as readonly [number, string];
    return { operation, percent, step };
  }

  async #checkEnd({ step }: InstallProgress): Promise<void> {
    const error = String(await this.#get('LastError'));
    if (error !== '' || /fail/i.test(step)) throw raucFault(new Fault('failed', error === '' ? step : error));
  }

  async #get(member: string): Promise<unknown> {
    return this.#explained(this.#bus.get({ ...INSTALLER, member }));
  }

  async #call(member: string, signature = '', args: Parameters<SystemBus['call']>[0]['args'] = []) {
    return this.#explained(this.#bus.call({ ...INSTALLER, member, signature, args }));
  }

  async #explained<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw error instanceof Fault ? raucFault(error) : error;
    }
  }
}

/** The reply of InspectBundle, as far as we read it (RAUC 1.9 and newer). */
interface Inspected {
  readonly update?: Readonly<Record<string, string>>;
  readonly meta?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function sectionsOf({ update = {}, meta = {} }: Inspected): Manifest {
  const sections = Object.entries(meta).map(([label, keys]) => [`meta.${label}`, keys] as const);
  return { update, ...Object.fromEntries(sections) };
}

const UPDATE: Schema<Readonly<Record<string, string>>> = { type: 'object', additionalProperties: { type: 'string' } };

/** @throws Fault `invalid` where the manifest does not say what and for which product it is */
export function bundleIn(manifest: Manifest): Bundle {
  const { compatible, version, description = '', build = '' } = parse(UPDATE, manifest['update'] ?? {}, 'the manifest');
  const { 'minimum-from': minimumFrom } = manifest['meta.stentor'] ?? {};
  if (compatible === undefined || version === undefined) {
    throw new Fault('invalid', 'the file does not say for which product and which version it is', { field: 'file' });
  }
  return {
    version,
    product: compatible,
    notes: description,
    build,
    ...(minimumFrom === undefined ? {} : { minimumFrom }),
  };
}
