import type { Clock, Off } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import { PACKET_FRAMES, RATE, type RecordingFile } from './recording-file.ts';
import type { Shelf } from './shelf.ts';

/** Hands over the microphone as Opus packets of 20 ms, until it is closed. @throws Fault */
export type Listen = (hearing: {
  readonly packet: (packet: Uint8Array) => void;
  readonly failed: (error: Fault) => void;
}) => Off;

export interface RecorderDeps {
  readonly shelf: Pick<Shelf, 'create' | 'keepRoom'>;
  readonly listen: Listen;
  readonly clock: Clock;
  /** Recordings that must not make room for others. */
  readonly busy: () => ReadonlySet<string>;
  readonly began: (file: RecordingFile) => void;
  /** @param problem why the file ended too soon */
  readonly finished: (file: RecordingFile, problem?: string) => void;
  /** Nothing follows. */
  readonly ended: () => void;
}

export interface RecorderWish {
  readonly label: string;
  /** Until it is ended where it is left out. */
  readonly seconds?: number;
}

/** A longer recording goes on in another file, so that the oldest part can make room. */
const FILE_FRAMES = 3600 * RATE;
/** How long the microphone may take for its first sound. */
const FIRST_MS = 5000;
/** A disk that lags so far behind (a minute and more) does not answer any more. */
const MOST_WAITING_BYTES = 1_000_000;
/** How long the end waits for a disk. */
const CLOSE_MS = 10_000;

/** One recording, from its first sound to its end; in several files where it is long, or a disk is lost. */
export class Recorder {
  readonly #deps: RecorderDeps;
  readonly #wish: RecorderWish;
  readonly #frames: number;
  #file: RecordingFile | undefined;
  #heard = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #asked = false;
  #work: Promise<unknown> = Promise.resolve();
  #offs: Off[] = [];
  #ending: Promise<void> | undefined;

  constructor(deps: RecorderDeps, wish: RecorderWish) {
    this.#deps = deps;
    this.#wish = wish;
    this.#frames = wish.seconds === undefined ? Infinity : wish.seconds * RATE;
  }

  get file(): RecordingFile | undefined {
    return this.#file;
  }

  /** Resolves when the first sound is there, and a place for it. @throws Fault */
  async begin(): Promise<void> {
    try {
      await this.#firstPacket();
      await this.#do(async () => {
        if (this.#ending !== undefined) throw unavailable('the recording was ended before it began');
        await this.#next(new Set());
      });
      this.#ask();
    } catch (error) {
      this.#leave();
      throw error;
    }
    const { seconds } = this.#wish;
    if (seconds === undefined) return;
    // Where the microphone falls silent for good, there is an end all the same.
    const late = () => void this.end('the microphone gave less sound than it should');
    this.#offs.push(this.#deps.clock.after(1500 * seconds + FIRST_MS, late));
  }

  /** @param problem where it should have gone on. Never rejects. */
  end(problem?: string): Promise<void> {
    this.#ending ??= this.#end(problem);
    return this.#ending;
  }

  /** Goes on elsewhere, for this disk is being left, or has gone. Never rejects. */
  async leaveDisk(disk: string, why: string): Promise<void> {
    await this.#do(async () => {
      if (this.#file?.facts.disk === disk) await this.#move(why, new Set([disk]));
    }).catch(() => undefined);
  }

  #firstPacket(): Promise<void> {
    const { listen, clock } = this.#deps;
    return new Promise<void>((resolve, reject) => {
      const failed = (error: Fault) => {
        reject(error);
        void this.end(error.message);
      };
      this.#offs.push(clock.after(FIRST_MS, () => reject(unavailable('the microphone gives no sound'))));
      const packet = (bytes: Uint8Array) => {
        resolve();
        this.#hear(bytes);
      };
      this.#offs.push(listen({ packet, failed }));
    });
  }

  #hear(packet: Uint8Array): void {
    if (this.#ending !== undefined || this.#heard >= this.#frames) return;
    this.#heard += PACKET_FRAMES;
    this.#waiting.push(packet);
    this.#waitingBytes += packet.length;
    if (this.#waitingBytes > MOST_WAITING_BYTES) void this.end('the disk does not answer');
    else if (this.#heard >= this.#frames) void this.end();
    else this.#ask();
  }

  /** What comes while the disk is busy is written together. */
  #ask(): void {
    if (this.#asked || this.#file === undefined) return;
    this.#asked = true;
    this.#do(() => this.#write()).catch(() => undefined);
  }

  async #write(): Promise<void> {
    this.#asked = false;
    const packets = this.#waiting;
    if (packets.length === 0 || this.#file === undefined) return;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const { disk } = this.#file.facts;
    try {
      const synced = await this.#file.write(packets);
      if (synced) await this.#deps.shelf.keepRoom(disk, this.#deps.busy());
    } catch (error) {
      await this.#move(error instanceof Fault ? error.message : `the disk failed (${String(error)})`, new Set([disk]));
      return;
    }
    if (this.#file.seconds * RATE >= FILE_FRAMES) await this.#move(undefined, new Set());
  }

  /** Ends the file and begins another; where there is no place for it the recording ends. */
  async #move(problem: string | undefined, avoid: ReadonlySet<string>): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    await this.#close(file, problem);
    if (this.#ending !== undefined) return;
    try {
      await this.#next(avoid);
    } catch (error) {
      void this.end(error instanceof Error ? error.message : String(error));
    }
  }

  async #next(avoid: ReadonlySet<string>): Promise<void> {
    const made = (file: RecordingFile) => {
      this.#file = file;
      this.#deps.began(file);
    };
    await this.#deps.shelf.create({ label: this.#wish.label, avoid, busy: this.#deps.busy(), made });
  }

  async #end(problem: string | undefined): Promise<void> {
    this.#leave();
    const closed = this.#do(async () => {
      await this.#write();
      const file = this.#file;
      if (file !== undefined) await this.#close(file, problem);
    }).catch(() => undefined);
    await this.#orLate(closed);
    this.#deps.ended();
  }

  async #orLate(work: Promise<void>): Promise<void> {
    let off: Off = () => undefined;
    const late = new Promise<void>(resolve => (off = this.#deps.clock.after(CLOSE_MS, resolve)));
    await Promise.race([work, late]);
    off();
  }

  async #close(file: RecordingFile, problem: string | undefined): Promise<void> {
    await file.close();
    this.#file = undefined;
    this.#deps.finished(file, problem);
  }

  #leave(): void {
    for (const off of this.#offs.splice(0)) off();
  }

  #do(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
