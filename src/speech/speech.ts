import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { inBackground } from '../core/background.ts';
import type { Clock } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import { ensureFolder } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { ParamStore } from '../settings/index.ts';
import { cleanText } from './clean-text.ts';
import { speechPitch, speechRate, speechVoice } from './params.ts';
import type { SpeechVoice, Synthesizer } from './synthesizer.ts';
import { installedOf } from './synthesizers.ts';
import { fillTemplate } from './template.ts';

/** More texts than this do not wait for their turn. */
const MAX_WAITING = 8;
const MAX_DURATION_S = 900;
const MAX_BYTES = 200_000_000;
const MAX_NAME = 60;

/** What to say; what is left out is as it is set. */
export interface SayOptions {
  /** May hold `{{date}}`, `{{time}}`, `{{name}}` and `{{address}}`. */
  readonly text: string;
  readonly voice?: string;
  /** Words per minute. */
  readonly rate?: number;
  /** 0..99 */
  readonly pitch?: number;
  /** Percent of the amplitude. */
  readonly volume?: number;
  /** Keep it as an audio clip of this name; the clip is then played. */
  readonly keepAs?: string;
}

/** Speech as a sound: mono int16 at 48 kHz. */
export interface SpokenSound {
  readonly name: string;
  readonly file: string;
  readonly frames: number;
  readonly lufs: number | null;
  readonly truePeakDb: number | null;
}

interface DecodeJob {
  readonly source: string;
  readonly target: string;
  readonly maxDurationS: number;
  readonly maxBytes: number;
}

export interface SpeechDeps {
  /** In the order of preference. */
  readonly synthesizers: readonly Synthesizer[];
  /** Of files that are gone when they were heard. */
  readonly folder: string;
  readonly params: Pick<ParamStore, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly facts: () => { readonly timeZone: string; readonly name: string; readonly address: string | undefined };
  readonly decode: (
    job: DecodeJob,
    options: { readonly signal: AbortSignal },
  ) => Promise<Omit<SpokenSound, 'name' | 'file'>>;
  /** @param ended called once, when the file is not needed any more */
  readonly play: (sound: SpokenSound, volume: number, ended: () => void) => void;
  /** Ends all that is being said. */
  readonly silence: () => void;
  readonly clips: {
    receive(
      upload: { readonly fileName: string; readonly name: string; readonly content: Readable },
      signal: AbortSignal,
    ): Promise<{ readonly id: string }>;
  };
  readonly playClip: (id: string, options: { readonly volume: number }) => void;
}

/** What can be said, and with which voices. */
export interface SpeechState {
  /** The program that speaks. */
  readonly program: string;
  readonly voices: readonly SpeechVoice[];
  /** The voice that speaks unless another is asked for. */
  readonly voice: string;
}

/** Says texts as announcements: one is made at a time, and sounds as soon as it is made. */
export class Speech {
  readonly #deps: SpeechDeps;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(deps: SpeechDeps) {
    this.#deps = deps;
  }

  /** Removes what a power cut left behind. */
  async sweep(): Promise<void> {
    const { folder } = this.#deps;
    await ensureFolder(folder);
    for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
  }

  /** @throws Fault `unavailable` where no program for speech is installed */
  async state(): Promise<SpeechState> {
    const { synthesizer, voices } = await installedOf(this.#deps.synthesizers);
    return { program: synthesizer.name, voices, voice: this.#usual(voices).id };
  }

  /** The text as it would be said now. @throws Fault `invalid`, `too-large` */
  async preview({ text, voice }: Pick<SayOptions, 'text' | 'voice'>): Promise<string> {
    const { voices } = await installedOf(this.#deps.synthesizers);
    return this.#fill(text, this.#voice(voices, voice));
  }

  /**
   * Says a text; resolves when it begins to sound.
   * @returns the id of the clip where it was kept
   * @throws Fault `invalid`, `too-large`, `busy`, `unavailable`, `full`, `failed`
   */
  async say(options: SayOptions): Promise<string | undefined> {
    if (this.#waiting >= MAX_WAITING)
      throw new Fault('busy', `${MAX_WAITING} texts wait to be said already; try again soon`);
    this.#waiting++;
    const said = this.#turn.then(() => this.#say(options));
    this.#turn = said.catch(() => undefined);
    try {
      return await said;
    } finally {
      this.#waiting--;
    }
  }

  /** Ends all that is being said; what waits for its turn is said all the same. */
  stop(): void {
    this.#deps.silence();
  }

  async #say(options: SayOptions): Promise<string | undefined> {
    const { folder, params } = this.#deps;
    const { synthesizer, voices } = await installedOf(this.#deps.synthesizers);
    const voice = this.#voice(voices, options.voice);
    const text = this.#fill(options.text, voice);
    const base = join(folder, randomBytes(8).toString('hex'));
    const [textFile, soundFile] = [`${base}.txt`, `${base}.wav`];
    try {
      await writeFile(textFile, `${text}\n`, { mode: 0o600 });
      const { rate = params.get(speechRate), pitch = params.get(speechPitch) } = options;
      await synthesizer.speak({ textFile, soundFile, voice: voice.id, rate, pitch });
      return await this.#sound(soundFile, text, options);
    } finally {
      await Promise.all([rm(textFile, { force: true }), rm(soundFile, { force: true })]);
    }
  }

  async #sound(soundFile: string, text: string, { volume = 100, keepAs }: SayOptions): Promise<string | undefined> {
    const { clips, playClip } = this.#deps;
    if (keepAs === undefined) {
      await this.#announce(soundFile, text, volume);
      return undefined;
    }
    const content = createReadStream(soundFile);
    const upload = { fileName: 'speech.wav', name: keepAs, content };
    const { id } = await clips.receive(upload, new AbortController().signal);
    playClip(id, { volume });
    return id;
  }

  async #announce(soundFile: string, text: string, volume: number): Promise<void> {
    const { decode, play, log } = this.#deps;
    const file = soundFile.replace(/wav$/, 'pcm');
    const remove = () => inBackground(log, 'removing a spoken text', () => rm(file, { force: true }));
    try {
      const job = { source: soundFile, target: file, maxDurationS: MAX_DURATION_S, maxBytes: MAX_BYTES };
      const { frames, lufs, truePeakDb } = await decode(job, { signal: new AbortController().signal });
      play({ name: shortened(text), file, frames, lufs, truePeakDb }, volume, remove);
    } catch (error) {
      remove();
      throw error;
    }
  }

  #fill(text: string, { language }: SpeechVoice): string {
    const { clock, facts } = this.#deps;
    return fillTemplate(cleanText(text), { now: clock.now(), language, ...facts() });
  }

  /** @throws Fault `invalid` for a voice that is not there */
  #voice(voices: readonly SpeechVoice[], wanted: string | undefined): SpeechVoice {
    if (wanted === undefined || wanted === '') return this.#usual(voices);
    const found = voices.find(({ id }) => id === wanted);
    if (found === undefined)
      throw invalid(`there is no voice ${wanted.slice(0, 64)}; choose one of those installed`, 'voice');
    return found;
  }

  /** The voice that was set, if it is there; else English, else the first. */
  #usual(voices: readonly SpeechVoice[]): SpeechVoice {
    const set = this.#deps.params.get(speechVoice);
    const usual = [set, 'en-gb', 'en-us', 'slt'].flatMap(id => voices.find(voice => voice.id === id) ?? []);
    const [voice = voices[0]] = usual;
    if (voice === undefined) throw invalid('there is no voice', 'voice');
    return voice;
  }
}

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length <= MAX_NAME ? text : `${letters.slice(0, MAX_NAME - 1).join('')}…`;
}
