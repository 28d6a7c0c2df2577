import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { invalid, notFound } from '../../src/core/fault.ts';
import { clipRecord } from './clip-record.ts';

/** A clip library made of memory, and a player that remembers what it was told. */
export function fakeClips(...names: readonly string[]) {
  let records = names.map((name, i) => ({ ...clipRecord(String(i)), name, location: `${name.toLowerCase()}.wav` }));
  const get = (id: string) => {
    const found = records.find(record => record.id === id);
    if (found === undefined) throw notFound(`no audio clip ${id}`);
    return found;
  };
  const played: string[] = [];
  return {
    played,
    received: [] as string[],
    clips: {
      list: () => records,
      get,
      match(location: string) {
        const found = records.find(record => record.location === location);
        if (found === undefined) throw notFound(`no audio clip ${location}`);
        return found;
      },
      async receive({ fileName, content, name }: { fileName: string; content: Readable; name?: string }) {
        const sound = await text(content);
        if (!sound.startsWith('RIFF')) throw invalid('this is no sound that the speaker knows', 'file');
        const free = [...Array(100).keys()].map(String).find(id => !records.some(record => record.id === id)) ?? '';
        const record = { ...clipRecord(free), name: name ?? fileName, location: fileName, bytes: sound.length };
        records = [...records, record];
        return record;
      },
      async rename(id: string, name: string) {
        const renamed = { ...get(id), name };
        records = records.map(record => (record.id === id ? renamed : record));
        return renamed;
      },
      async useOwnGain(id: string, ownGain: boolean) {
        const changed = { ...get(id), ownGain };
        records = records.map(record => (record.id === id ? changed : record));
        return changed;
      },
      async remove(id: string) {
        const removed = get(id);
        records = records.filter(record => record !== removed);
        return removed;
      },
      original: (id: string) => ({
        path: new URL(import.meta.url).pathname,
        fileName: get(id).location,
        type: 'audio/wav',
        bytes: 10,
      }),
      usage: () => ({ bytes: 144_044, quotaBytes: 2_000_000 }),
      limits: () => ({ maxClips: 100, maxUploadBytes: 1_000_000 }),
    },
    player: {
      play(id: string, { repeat = 0, volume = 100 }: { repeat?: number; volume?: number }) {
        get(id);
        played.push(`${id} repeat ${repeat} volume ${volume}`);
      },
      stop() {
        played.push('stop');
      },
    },
  };
}
