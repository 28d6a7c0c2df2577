import { beep, wav } from '../../support/signals.ts';
import { PASSWORD } from '../../support/stentor.ts';

/** What a client knows that the speaker keeps. */
export interface Kept {
  /** AudioSource.A0.OutputGain, dB. */
  readonly gain: number;
  /** Names of audio clips, in order. */
  readonly clips: readonly string[];
}

/** The kinds of changes. */
export type Change = 'setting' | 'upload' | 'removal';

const MAX_CLIPS = 4;

/**
 * A client that changes the speaker's state all the time, one change after the other, and remembers each state that the
 * speaker has confirmed or may be about to take.
 */
export class Writer {
  readonly #base: string;
  readonly #random: () => number;
  /** States one after the other; each was confirmed up to `#confirmed`. */
  readonly #states: Kept[] = [{ gain: 0, clips: [] }];
  #confirmed = 0;
  #changes = 0;
  #underWay: Change = 'setting';
  #running = false;
  #over: Promise<void> = Promise.resolve();

  /** @param base the speaker's address over HTTPS */
  constructor(base: string, random: () => number) {
    this.#base = base;
    this.#random = random;
  }

  /** Changes that the speaker has confirmed. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** The change that the speaker was last asked for. */
  get underWay(): Change {
    return this.#underWay;
  }

  /** Where the history stands: of what was before, the last confirmed state may not be lost. */
  mark(): number {
    return this.#confirmed;
  }

  /** The states that the card may hold, whose power went some time after `mark` was taken. */
  possible(mark: number): readonly Kept[] {
    return this.#states.slice(mark);
  }

  start(): void {
    this.#running = true;
    this.#over = this.#write();
  }

  /** Resolves when the change under way is over. @throws Error where the speaker refused one */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#over;
  }

  async #write(): Promise<void> {
    while (this.#running) {
      await this.#change(this.#states.at(-1)!);
      this.#confirmed = this.#states.length - 1;
    }
  }

  async #change(now: Kept): Promise<void> {
    const drawn = this.#random();
    const [oldest] = now.clips;
    if (now.clips.length >= MAX_CLIPS && oldest !== undefined && drawn < 0.5) {
      this.#states.push({ ...now, clips: now.clips.slice(1) });
      this.#underWay = 'removal';
      await this.#remove(oldest);
    } else if (drawn < 0.6 || now.clips.length >= MAX_CLIPS) {
      const gain = -1 - (++this.#changes % 30);
      this.#states.push({ ...now, gain });
      this.#underWay = 'setting';
      await this.ask(`/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=${gain}`, /^OK/);
    } else {
      const name = `cut-${++this.#changes}`;
      this.#states.push({ ...now, clips: [...now.clips, name] });
      this.#underWay = 'upload';
      await this.#upload(name);
    }
  }

  async #upload(name: string): Promise<void> {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(wav(beep(300)))]), `${name}.wav`);
    const path = `/axis-cgi/mediaclip.cgi?action=upload&media=audio&name=${name}`;
    const answer = await this.ask(path, /uploaded=|could not be decoded/, { method: 'POST', body }, [200, 400]);
    // An emulator is so slow at times that the decoder's thread is given up: nothing of the clip may stay.
    if (!answer.includes('uploaded=')) this.#states.pop();
  }

  async #remove(name: string): Promise<void> {
    const { clips } = JSON.parse(await this.ask('/api/clips', /./)) as { clips: { id: string; name: string }[] };
    const id = clips.find(clip => clip.name === name)?.id ?? '';
    await this.ask(`/axis-cgi/mediaclip.cgi?action=remove&media=audio&clip=${id}`, /removed|OK/);
  }

  /** Begins with what the speaker keeps now. */
  async takeOver(): Promise<Kept> {
    const listed = await this.ask('/axis-cgi/param.cgi?action=list&group=AudioSource.A0.OutputGain', /OutputGain=/);
    const { clips } = JSON.parse(await this.ask('/api/clips', /./)) as { clips: { name: string }[] };
    const names = clips.map(({ name }) => name).sort(byNumber);
    const kept = { gain: Number(/OutputGain=(\S+)/.exec(listed)?.[1]), clips: names };
    this.#states.splice(0, Infinity, kept);
    this.#changes = Math.max(0, ...names.map(numberOf));
    return kept;
  }

  /** Lets it write for a time (ms). @throws Error where the speaker refused a change */
  async pause(ms: number): Promise<void> {
    await Promise.race([new Promise(resolve => setTimeout(resolve, ms)), this.#over]);
  }

  /** Asks as root. @throws Error where the answer is not what was expected */
  async ask(path: string, expected: RegExp, init: RequestInit = {}, statuses = [200]): Promise<string> {
    const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
    const answer = await fetch(`${this.#base}${path}`, { ...init, headers: { authorization } });
    const text = await answer.text();
    if (!statuses.includes(answer.status) || !expected.test(text)) throw new Error(`${path}: ${answer.status} ${text}`);
    return text;
  }
}

const numberOf = (name: string) => Number(name.slice(4));
const byNumber = (a: string, b: string) => numberOf(a) - numberOf(b);
