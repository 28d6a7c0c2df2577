import { boolean, list, object, parse, string } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import type { ClipLibrary } from './clip-library.ts';
import type { MulticastSources } from './multicast/multicast-sources.ts';
import { SOURCE_FIELDS } from './multicast/source-record.ts';

/** Multicast sources as a part of the whole configuration. */
export const multicastConfigPart = (sources: MulticastSources): ConfigPart => ({
  name: 'multicast',
  title: 'Multicast sources',
  read: () => parse(list(SOURCE_FIELDS), sources.list(), 'multicast'),
  check: content => sources.checkAll(parse(list(SOURCE_FIELDS), content, 'multicast')),
  replace: content => sources.replaceAll(parse(list(SOURCE_FIELDS), content, 'multicast')),
});

const CLIPS = list(object({ location: string(), name: string(), ownGain: boolean({ default: false }) }), {
  maxItems: 10_000,
});

/**
 * What is set of audio clips as a part of the whole configuration; their sound is not in it. A clip is known by its file
 * name: one that the speaker does not have is told as missing, one that is not named stays as it is.
 */
export function clipsConfigPart(clips: ClipLibrary): ConfigPart {
  const read = () => clips.list().map(({ location, name, ownGain = false }) => ({ location, name, ownGain }));
  return {
    name: 'clips',
    title: 'Audio clips',
    read,
    check: content => clips.checkSettings(parse(CLIPS, content, 'clips')),
    replace: content => clips.replaceSettings(parse(CLIPS, content, 'clips')),
    fit: content => {
      const wanted = new Map(parse(CLIPS, content, 'clips').map(each => [each.location, each]));
      const present = read();
      const missing = [...wanted.keys()].filter(each => !present.some(({ location }) => location === each));
      return {
        content: present.map(clip => wanted.get(clip.location) ?? clip),
        notes: missing.map(location => `the audio clip ${location} is not on this speaker: add its file to it`),
      };
    },
  };
}
