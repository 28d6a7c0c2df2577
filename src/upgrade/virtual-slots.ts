import { createReadStream } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import { ensureFolder } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import { outputOf } from '../core/output-of.ts';
import { integer, list, object, optional, type Schema, string } from '../core/schema.ts';
import { JsonFile, type StateFile } from '../settings/index.ts';
import type { Bundle } from './bundle.ts';
import { checkBundleFile } from './bundle-file.ts';
import { readManifest } from './manifest.ts';
import { bundleIn } from './rauc-updater.ts';
import { raucFault } from './rauc-words.ts';
import type { InstallProgress, Slot, Updater } from './updater.ts';

/** What the boot loader of the card keeps in its environment, and what the slots hold. */
interface VirtualSlots {
  readonly order: readonly string[];
  /** The slot that runs. */
  readonly booted: string;
  readonly a: VirtualSlot;
  readonly b: VirtualSlot;
}

interface VirtualSlot {
  /** Starts that are left before the boot loader gives the slot up. */
  readonly left: number;
  /** The version installed from a bundle; none is the program of this machine, or an empty slot. */
  readonly version?: string | undefined;
}

const ONE: Schema<VirtualSlot> = object({ left: integer({ minimum: 0 }), version: optional(string()) });

const VIRTUAL_SLOTS: Schema<VirtualSlots> = object({ order: list(string()), booted: string(), a: ONE, b: ONE });

/** As on a new card: the program in A, nothing in B. */
const NEW_SLOTS: VirtualSlots = { order: ['A'], booted: 'A', a: { left: 3 }, b: { left: 0 } };

/** Starts that a slot may fail, as on the card. */
const ATTEMPTS = 3;
/** A signature is verified in a moment; a slow machine gets longer. ms */
const VERIFY_MS = 120_000;

interface VirtualUpdaterDeps {
  readonly file: StateFile<VirtualSlots>;
  /** Where the bundles are kept that stand for the content of the slots. */
  readonly folder: string;
  /** Certificates of those whose releases are taken; undefined takes none. */
  readonly keyring: string | undefined;
  readonly product: string;
  /** The version of the program that runs on this machine, whichever slot is chosen. */
  readonly version: string;
  readonly clock: Clock;
}

/**
 * The two slots of a development machine. Bundles are verified by the real `rauc`, copied into a folder and chosen by
 * the same counters as on the card; the program that runs is always this machine's own.
 */
class VirtualUpdater implements Updater {
  readonly kind = 'virtual';
  readonly #deps: VirtualUpdaterDeps;
  #slots: VirtualSlots = NEW_SLOTS;

  constructor(deps: VirtualUpdaterDeps) {
    this.#deps = deps;
  }

  /** Starts the slot that the boot loader would start. @returns the version in it */
  async boot(): Promise<string> {
    await ensureFolder(this.#deps.folder);
    await this.#load();
    let chosen = await this.#choose();
    if (chosen === undefined) {
      await this.#save({ ...this.#slots, a: { ...this.#slots.a, left: ATTEMPTS } });
      chosen = 'A';
    }
    await this.#save({ ...this.#slots, booted: chosen });
    return this.#slot(chosen).version ?? this.#deps.version;
  }

  async product(): Promise<string> {
    return this.#deps.product;
  }

  /** Read anew each time: the health gate is another process and marks slots, too. */
  async slots(): Promise<readonly Slot[]> {
    await this.#load();
    return ['A', 'B'].map(name => ({ name, booted: name === this.#slots.booted, bootable: this.#slot(name).left > 0 }));
  }

  async inspect(path: string): Promise<Bundle> {
    const { clock, keyring } = this.#deps;
    await checkBundleFile(path);
    if (keyring === undefined) {
      throw unavailable('this machine trusts nobody’s releases; start it with --keyring and a file of certificates');
    }
    try {
      await outputOf('rauc', ['--keyring', keyring, 'info', path], { clock, timeoutMs: VERIFY_MS });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw error.kind === 'unavailable'
        ? unavailable('rauc is not installed on this machine; install it', error)
        : raucFault(error);
    }
    return bundleIn(await readManifest(path, clock));
  }

  async install(path: string, onProgress: (progress: InstallProgress) => void): Promise<void> {
    const { version } = await this.inspect(path);
    const target = (await this.#load()).booted === 'A' ? 'B' : 'A';
    await this.disable(target);
    await copy(path, this.#bundle(target), percent =>
      onProgress({ percent, step: `Copying to virtual slot ${target}` }),
    );
    await this.#set(target, { left: ATTEMPTS, version });
    await this.activate(target);
  }

  async activate(slot: string): Promise<void> {
    const { left, version } = this.#slot(slot);
    await this.#set(slot, { left: Math.max(left, ATTEMPTS), version });
    await this.#save({ ...this.#slots, order: [slot, ...['A', 'B'].filter(each => each !== slot)] });
  }

  async markGood(): Promise<void> {
    const { booted } = await this.#load();
    await this.#set(booted, { ...this.#slot(booted), left: ATTEMPTS });
  }

  async disable(slot: string): Promise<void> {
    await this.#load();
    await this.#set(slot, { ...this.#slot(slot), left: 0 });
  }

  /** Each slot has its tries; one whose content cannot be read loses them all, as on the card. */
  async #choose(): Promise<string | undefined> {
    for (const name of this.#slots.order) {
      const { left, version } = this.#slot(name);
      if (left === 0) continue;
      const readable = version === undefined || (await isThere(this.#bundle(name)));
      await this.#set(name, { left: readable ? left - 1 : 0, version });
      if (readable) return name;
    }
    return undefined;
  }

  async #load(): Promise<VirtualSlots> {
    this.#slots = await this.#deps.file.load();
    return this.#slots;
  }

  #slot(name: string): VirtualSlot {
    return name === 'A' ? this.#slots.a : this.#slots.b;
  }

  #set(name: string, slot: VirtualSlot): Promise<void> {
    return this.#save({ ...this.#slots, [name === 'A' ? 'a' : 'b']: slot });
  }

  async #save(slots: VirtualSlots): Promise<void> {
    await this.#deps.file.save(slots);
    this.#slots = slots;
  }

  #bundle(slot: string): string {
    return join(this.#deps.folder, `${slot}.raucb`);
  }
}

/** The virtual slots that are kept in a folder. */
export function openVirtualSlots({ log, ...deps }: Omit<VirtualUpdaterDeps, 'file'> & { readonly log: Log }) {
  const file = new JsonFile({ path: join(deps.folder, 'slots.json'), schema: VIRTUAL_SLOTS, empty: NEW_SLOTS, log });
  return new VirtualUpdater({ ...deps, file });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function copy(from: string, to: string, tell: (percent: number) => void): Promise<void> {
  const { size } = await stat(from);
  const file = await open(`${to}.part`, 'w', 0o600);
  let done = 0;
  let told = -1;
  try {
    for await (const piece of createReadStream(from, { highWaterMark: 1_000_000 })) {
      const bytes = piece as Buffer;
      await file.writeFile(bytes);
      done += bytes.length;
      const percent = Math.floor((done / size) * 100);
      if (percent !== told) tell(percent);
      told = percent;
    }
    await file.sync();
  } catch (error) {
    await rm(`${to}.part`, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(`${to}.part`, to);
}
