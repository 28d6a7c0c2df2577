import { invalid } from '../core/fault.ts';
import { integer, object, optional, parse, string } from '../core/schema.ts';
import type { MediaClips, MediaPlayer } from './media-clips.ts';

/** More repetitions than anybody hears the end of; -1 is for ever. */
const MAX_REPEAT = 2 ** 31 - 1;

const ARGUMENTS = object({
  clip: optional(string()),
  location: optional(string()),
  repeat: integer({ minimum: -1, maximum: MAX_REPEAT, default: 0 }),
  volume: integer({ minimum: 0, maximum: 1000, default: 100 }),
  audiodeviceid: optional(string()),
  audiooutputid: optional(string()),
  audiooutput: optional(string()),
});

interface PlayDeps {
  readonly clips: Pick<MediaClips, 'get' | 'match'>;
  readonly player: Pick<MediaPlayer, 'play'>;
}

/**
 * Plays the clip that the arguments name, as playclip.cgi and mediaclip.cgi understand them.
 * @returns the number of the clip
 * @throws Fault that names the argument that is wrong
 */
export function playRequested({ clips, player }: PlayDeps, args: URLSearchParams): string {
  const { clip, location, repeat, volume, ...output } = parse(ARGUMENTS, Object.fromEntries(args), 'arguments');
  checkOutput(output);
  if (clip === undefined && location === undefined) throw invalid('clip or location must be given', 'clip');
  const { id } = clip === undefined ? clips.match(location ?? '') : clips.get(clip);
  player.play(id, { repeat, volume });
  return id;
}

interface Output {
  readonly audiodeviceid?: string;
  readonly audiooutputid?: string;
  /** Deprecated, and counted from 1. */
  readonly audiooutput?: string;
}

/** The speaker has one device with one output; whoever asks for another would otherwise wonder where the sound is. */
export function checkOutput({ audiodeviceid, audiooutputid, audiooutput }: Output): void {
  if ((audiodeviceid === undefined) !== (audiooutputid === undefined)) {
    throw invalid('audiodeviceid and audiooutputid must be given together', 'audiodeviceid');
  }
  if ((audiodeviceid ?? '0') !== '0') throw invalid('there is no audiodeviceid but 0', 'audiodeviceid');
  if ((audiooutputid ?? '0') !== '0') throw invalid('there is no audiooutputid but 0', 'audiooutputid');
  if ((audiooutput ?? '1') !== '1') throw invalid('there is no audiooutput but 1', 'audiooutput');
}
