import type { Clock, Off } from '../core/clock.ts';
import { conflict, Fault, notFound, unavailable } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { EventBus } from '../events/index.ts';
import { recordingFinished, recordingOngoing, recordingStarted } from './events.ts';
import { type Listen, Recorder, type RecorderWish } from './recorder.ts';
import type { RecordingFile } from './recording-file.ts';
import { ENDING, MEDIA_TYPE, type Recording } from './recording.ts';
import type { Shelf } from './shelf.ts';

/** Where the sound comes from. */
export interface Microphone {
  readonly listen: Listen;
  /** Why nobody may hear it now: its switch is off, it is muted. Undefined where it can be heard. */
  readonly silence: () => string | undefined;
  /** Told when that may have changed. */
  readonly onSilence: (listener: () => void) => Off;
}

/** What becomes of the disks. */
export interface DiskNews {
  readonly isMounted: (disk: string) => boolean;
  readonly onChange: (listener: () => void) => Off;
  /** Told before a disk is unmounted, which waits for the answer. */
  readonly beforeUnmount: (leave: (disk: string) => Promise<void>) => Off;
}

interface RecordingsDeps {
  readonly shelf: Shelf;
  readonly microphone: Microphone;
  readonly disks: DiskNews;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
}

/** So many recordings are made at a time; the sound is encoded once for all. */
const AT_ONCE = 4;

/** What the microphone heard: recordings that are made, and those that are kept. */
export class Recordings {
  readonly #deps: RecordingsDeps;
  readonly #recorders = new Set<Recorder>();
  readonly #watchers = new Listeners<[]>();
  #ongoing = false;

  constructor(deps: RecordingsDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { microphone, disks } = this.#deps;
    const offs = [
      microphone.onSilence(() => void this.#heedSilence()),
      disks.onChange(() => this.#heedDisks()),
      disks.beforeUnmount(disk => this.#leaveDisk(disk, 'the medium was unmounted')),
    ];
    return async () => {
      for (const off of offs) off();
      await Promise.all([...this.#recorders].map(recorder => recorder.end('the speaker was stopped')));
    };
  }

  onChange(watcher: () => void): Off {
    return this.#watchers.add(watcher);
  }

  /** All on all disks, the newest first. */
  list(): Promise<readonly Recording[]> {
    return this.#deps.shelf.list(() => new Map(this.#files().map(file => [file.facts.id, file])));
  }

  /**
   * Records; resolves when the first sound is there, with what ends it.
   * @throws Fault `unavailable` where the microphone cannot be heard or nothing can be stored, `full`, `busy`
   */
  async record(wish: RecorderWish): Promise<Off> {
    const { microphone, shelf, clock } = this.#deps;
    const silence = microphone.silence();
    if (silence !== undefined) throw unavailable(`nothing can be recorded: ${silence}`);
    if (this.#recorders.size >= AT_ONCE) throw new Fault('busy', `${AT_ONCE} recordings are being made already`);
    const { listen } = microphone;
    const recorder: Recorder = new Recorder(
      {
        shelf,
        listen,
        clock,
        busy: () => new Set(this.#files().map(({ facts }) => facts.id)),
        began: file => this.#began(file),
        finished: (file, problem) => this.#finished(file, problem),
        ended: () => this.#forget(recorder),
      },
      wish,
    );
    this.#recorders.add(recorder);
    try {
      await recorder.begin();
    } catch (error) {
      this.#forget(recorder);
      throw error;
    }
    return () => recorder.end();
  }

  /** Ends one that is being made. @throws Fault `not-found` */
  async stop(id: string): Promise<void> {
    const recorder = this.#recorderOf(id);
    if (recorder === undefined) throw notFound(`${id.slice(0, 40)} is not being recorded`);
    await recorder.end();
  }

  /** @throws Fault `not-found`, `conflict` while it is being made */
  async remove(id: string): Promise<void> {
    if (this.#recorderOf(id) !== undefined) throw conflict('this is still being recorded; stop it first');
    await this.#deps.shelf.remove(id);
    this.#watchers.tell();
  }

  /** The file of a recording; of one that is being made what there is of it. @throws Fault `not-found` */
  async original(id: string) {
    const { path, label, bytes } = await this.#deps.shelf.find(id);
    return { path, fileName: `${id}${label === '' ? '' : `-${label}`}${ENDING}`, type: MEDIA_TYPE, bytes };
  }

  /** The file of the newest one that is whole. @throws Fault `not-found` */
  async newest() {
    const [newest] = (await this.list()).filter(({ ongoing }) => !ongoing);
    if (newest === undefined) throw notFound('there is no recording');
    return this.original(newest.id);
  }

  #began({ facts: { id, disk, label } }: RecordingFile): void {
    const { events } = this.#deps;
    this.#tellOngoing(true);
    events.emit(recordingStarted, { recording: id, disk, label });
    this.#watchers.tell();
  }

  #finished({ facts: { id, disk, label }, seconds }: RecordingFile, problem: string | undefined): void {
    this.#deps.events.emit(recordingFinished, {
      recording: id,
      disk,
      label,
      seconds: Math.round(seconds),
      complete: problem === undefined,
      ...(problem === undefined ? {} : { problem }),
    });
    this.#watchers.tell();
  }

  #forget(recorder: Recorder): void {
    this.#recorders.delete(recorder);
    if (this.#recorders.size === 0) this.#tellOngoing(false);
    this.#watchers.tell();
  }

  /** A recording that goes on in another file is still the same. */
  #tellOngoing(recording: boolean): void {
    if (recording === this.#ongoing) return;
    this.#ongoing = recording;
    this.#deps.events.emit(recordingOngoing, { recording });
  }

  #files(): RecordingFile[] {
    return [...this.#recorders].flatMap(({ file }) => file ?? []);
  }

  #recorderOf(id: string): Recorder | undefined {
    return [...this.#recorders].find(({ file }) => file?.facts.id === id);
  }

  async #heedSilence(): Promise<void> {
    const silence = this.#deps.microphone.silence();
    if (silence !== undefined) await Promise.all([...this.#recorders].map(recorder => recorder.end(silence)));
  }

  #heedDisks(): void {
    const used = new Set(this.#files().map(({ facts }) => facts.disk));
    for (const disk of used) {
      if (!this.#deps.disks.isMounted(disk)) void this.#leaveDisk(disk, 'the medium was removed');
    }
    this.#watchers.tell();
  }

  async #leaveDisk(disk: string, why: string): Promise<void> {
    await Promise.all([...this.#recorders].map(recorder => recorder.leaveDisk(disk, why)));
  }
}
