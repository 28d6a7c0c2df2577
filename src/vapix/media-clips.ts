import type { Readable } from 'node:stream';
import type { LiveParam } from '../settings/index.ts';

/** One audio clip as VAPIX needs it. */
interface MediaClip {
  readonly id: string;
  readonly name: string;
  /** The file name that `location=` takes. */
  readonly location: string;
}

/** The audio clips, as the clip library keeps them. */
export interface MediaClips {
  list(): readonly MediaClip[];
  /** @throws Fault `not-found` */
  get(id: string): MediaClip;
  /** The clip with this file name or path, or any that fits the wildcards in it. @throws Fault `not-found` */
  match(location: string): MediaClip;
  /** @throws Fault that says why the file was not taken */
  receive(
    upload: { readonly fileName: string; readonly content: Readable; readonly name?: string },
    signal: AbortSignal,
  ): Promise<MediaClip>;
  rename(id: string, name: string): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  original(id: string): {
    readonly path: string;
    readonly fileName: string;
    readonly type: string;
    readonly bytes: number;
  };
}

/** What plays clips. */
export interface MediaPlayer {
  play(id: string, options: { readonly repeat: number; readonly volume: number }): void;
  stop(): void;
}

/** The clips as parameters `MediaClip.M<number>.Name`, `.Location` and `.Type`: how clients list them. */
export const mediaClipParams = (clips: Pick<MediaClips, 'list'>): readonly LiveParam[] =>
  clips.list().flatMap(({ id, name, location }) => [
    { path: `MediaClip.M${id}.Location`, value: location },
    { path: `MediaClip.M${id}.Name`, value: name },
    { path: `MediaClip.M${id}.Type`, value: 'audio' },
  ]);
