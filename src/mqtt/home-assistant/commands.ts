import type { Clock, Off } from '../../core/clock.ts';
import { invalid, notFound } from '../../core/fault.ts';
import { choice, number, object, optional, parse, string } from '../../core/schema.ts';
import { OFF, ON, PRESS } from './entities.ts';

interface Clip {
  readonly id: string;
  readonly name: string;
  readonly location: string;
}

export interface CommandDeps {
  readonly clips: () => readonly Clip[];
  /** Runs an action of the catalogue. @throws Fault */
  readonly act: (id: string, args: object) => unknown;
  readonly clock: Clock;
}

const SIREN = object({
  state: choice([ON, OFF]),
  tone: optional(string({ maxLength: 256 })),
  volume_level: optional(number({ minimum: 0, maximum: 1 })),
  duration: optional(number({ minimum: 0, maximum: 86_400 })),
});

/** Does what Home Assistant asks for, through the actions that rules have, too. */
export class Commands {
  readonly #deps: CommandDeps;
  /** The clip that sounds as the siren; undefined while it is off. */
  #siren: string | undefined;
  #sirenEnd: Off | undefined;

  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }

  get sirenIsOn(): boolean {
    return this.#siren !== undefined;
  }

  /** The clip of the siren stopped or another took its place. */
  clipIs(playing: { readonly playing: boolean; readonly clip?: string }): void {
    if (!playing.playing || playing.clip !== this.#siren) this.#silent();
  }

  stop(): void {
    this.#silent();
  }

  /**
   * @param what the topic below `command/`
   * @throws Fault `invalid`, `not-found`, or what the action throws
   */
  async run(what: string, payload: string): Promise<void> {
    const { act } = this.#deps;
    const [first, id = ''] = what.split('/');
    if (first === 'clip') return this.#playClip(id, payload);
    if (what === 'siren') return this.#sound(payload);
    if (what === 'say') await act('speech.say', { text: payload });
    else if (what === 'volume') await act('audio.set-volume', { gain: numberIn(payload) });
    else if (what === 'mute') await act('audio.mute', { muted: isOn(payload) });
    else throw notFound(`there is no command ${what.slice(0, 40)}`);
  }

  async #playClip(id: string, payload: string): Promise<void> {
    if (payload !== PRESS) throw invalid(`a button understands ${PRESS} only`);
    const clip = this.#deps.clips().find(each => each.id === id);
    if (clip === undefined) throw notFound(`there is no clip ${id.slice(0, 20)}`);
    await this.#deps.act('audio.play-clip', { location: clip.location });
  }

  async #sound(payload: string): Promise<void> {
    const { act, clock, clips } = this.#deps;
    const { state, tone, volume_level: level = 1, duration } = sirenWish(payload);
    if (state === OFF) {
      if (this.#siren !== undefined) await act('audio.stop-clip', {});
      this.#silent();
      return;
    }
    const clip = tone === undefined ? clips()[0] : clips().find(({ name }) => name === tone);
    if (clip === undefined) throw notFound(tone === undefined ? 'there is no audio clip' : `there is no clip ${tone}`);
    const volume = Math.round(level * 100);
    this.#silent();
    this.#siren = clip.id;
    try {
      await act('audio.play-clip', { location: clip.location, repeat: -1, volume, sourceClass: 'emergency' });
    } catch (error) {
      this.#silent();
      throw error;
    }
    if (duration !== undefined && duration > 0)
      this.#sirenEnd = clock.after(duration * 1000, () => void this.run('siren', OFF).catch(() => undefined));
  }

  #silent(): void {
    this.#siren = undefined;
    this.#sirenEnd?.();
    this.#sirenEnd = undefined;
  }
}

/** A plain ON or OFF is understood as well. */
function sirenWish(payload: string) {
  if (payload === ON || payload === OFF) return parse(SIREN, { state: payload }, 'siren');
  try {
    return parse(SIREN, JSON.parse(payload) as unknown, 'siren');
  } catch (error) {
    throw error instanceof SyntaxError ? invalid('siren must be ON, OFF or JSON') : error;
  }
}

function isOn(payload: string): boolean {
  if (payload !== ON && payload !== OFF) throw invalid(`a switch understands ${ON} and ${OFF} only`);
  return payload === ON;
}

function numberIn(payload: string): number {
  const value = payload.trim() === '' ? NaN : Number(payload);
  if (!Number.isFinite(value)) throw invalid('volume must be a number of dB');
  return value;
}
