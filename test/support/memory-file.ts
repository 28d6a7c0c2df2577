import type { StateFile } from '../../src/settings/index.ts';

/** A state file that forgets everything when the test ends. */
export function memoryFile<T>(content: T): StateFile<T> & { content: T; failing: boolean } {
  const file = {
    content,
    failing: false,
    load: async () => structuredClone(file.content),
    save: async (next: T) => {
      if (file.failing) throw new Error('disk full');
      file.content = structuredClone(next);
    },
  };
  return file;
}
