import type { Bundle } from '../../src/upgrade/bundle.ts';
import type { InstallProgress, Slot, Updater } from '../../src/upgrade/updater.ts';

/** Two slots made of memory, with the boot loader that chooses between them. A bundle is its manifest as JSON. */
export class FakeUpdater implements Updater {
  readonly kind = 'rauc';
  readonly done: string[] = [];
  booted = 'A';
  primary = 'A';
  readonly bad = new Set<string>(['B']);
  /** What the next bundle says of itself. */
  bundle: Bundle = { version: '1.1.0', product: 'stentor-test', notes: 'Better.', build: '7' };
  /** Thrown by the next inspection or installation. */
  refusal: Error | undefined;
  failure: Error | undefined;
  /** Called in the middle of an installation. */
  midway: () => unknown = () => undefined;

  async product(): Promise<string> {
    return 'stentor-test';
  }

  async slots(): Promise<readonly Slot[]> {
    return ['A', 'B'].map(name => ({ name, booted: name === this.booted, bootable: !this.bad.has(name) }));
  }

  async inspect(): Promise<Bundle> {
    if (this.refusal !== undefined) throw this.refusal;
    return this.bundle;
  }

  async install(_path: string, onProgress: (progress: InstallProgress) => void): Promise<void> {
    const target = this.booted === 'A' ? 'B' : 'A';
    this.bad.add(target);
    onProgress({ percent: 40, step: 'Copying' });
    await this.midway();
    if (this.failure !== undefined) throw this.failure;
    this.done.push(`install ${target}`);
    await this.activate(target);
  }

  async activate(slot: string): Promise<void> {
    this.done.push(`activate ${slot}`);
    this.bad.delete(slot);
    this.primary = slot;
  }

  async markGood(): Promise<void> {
    this.done.push('mark good');
  }

  async disable(slot: string): Promise<void> {
    this.done.push(`disable ${slot}`);
    this.bad.add(slot);
  }
}
