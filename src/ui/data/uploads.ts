import { signal } from '@preact/signals';
import { Refusal } from './refusal.ts';
import { sendFile } from './send-file.ts';
import { t } from '../language/translate.ts';

/** How far a file is on its way to the speaker. */
export type UploadStep =
  | { readonly step: 'waiting' }
  | { readonly step: 'sending'; readonly share: number }
  | { readonly step: 'decoding' }
  | { readonly step: 'failed'; readonly message: string };

/** One file that was chosen for upload. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly now: UploadStep;
}

interface UploadsOptions {
  readonly csrf: () => string | undefined;
  /** A file has become a clip. */
  readonly onAdded: (fileName: string) => void;
  /** A file was cancelled: the speaker may or may not have it. */
  readonly onCancelled: () => void;
  readonly onLoggedOut: () => void;
}

/** Files on their way to the speaker, one after another. */
export class Uploads {
  readonly list = signal<readonly Upload[]>([]);
  readonly #options: UploadsOptions;
  readonly #aborts = new Map<number, AbortController>();
  #next = 1;
  #busy = false;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Asks before the page is left while files are on their way. */
  start(): void {
    addEventListener('beforeunload', event => {
      if (this.#busy) event.preventDefault();
    });
  }

  /** @param maxBytes a larger file is refused here, before it is sent for nothing */
  add(files: readonly File[], maxBytes: number): void {
    const chosen = files.map(file => ({ id: this.#next++, file, now: firstStep(file, maxBytes) }));
    this.list.value = [...this.list.value, ...chosen];
    void this.#sendAll();
  }

  /** Cancels an upload, or takes a failed one off the list. */
  remove(id: number): void {
    this.#aborts.get(id)?.abort();
    this.list.value = this.list.value.filter(upload => upload.id !== id);
  }

  async #sendAll(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#waiting(); next !== undefined; next = this.#waiting()) await this.#send(next);
    } finally {
      this.#busy = false;
    }
  }

  #waiting(): Upload | undefined {
    return this.list.value.find(({ now }) => now.step === 'waiting');
  }

  async #send({ id, file }: Upload): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#step(id, { step: 'sending', share: 0 });
    const name = nameOf(file);
    const url = name === '' ? '/api/clips' : `/api/clips?name=${encodeURIComponent(name)}`;
    const onProgress = (share: number) => this.#step(id, share < 1 ? { step: 'sending', share } : { step: 'decoding' });
    try {
      await sendFile({ url, file, csrf: this.#options.csrf(), signal: abort.signal, onProgress });
      this.remove(id);
      this.#options.onAdded(file.name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#failed(id, error);
    } finally {
      this.#aborts.delete(id);
    }
  }

  #failed(id: number, { status, message }: Refusal): void {
    if (status === -1) this.#options.onCancelled();
    else this.#step(id, { step: 'failed', message });
    if (status === 401) this.#options.onLoggedOut();
  }

  #step(id: number, now: UploadStep): void {
    this.list.value = this.list.value.map(upload => (upload.id === id ? { ...upload, now } : upload));
  }
}

/** The speaker takes names of so many characters. */
const LONGEST_NAME = 64;

/** What people call the clip: the file's name without its ending. Left empty, the speaker chooses one. */
const nameOf = ({ name }: File) =>
  Array.from(name.replace(/\.[^.]+$/, '').trim())
    .slice(0, LONGEST_NAME)
    .join('')
    .trim();

function firstStep(file: File, maxBytes: number): UploadStep {
  const megabytes = Math.floor(maxBytes / 1_000_000);
  if (file.size === 0) return { step: 'failed', message: t('The file is empty. Choose another one.') };
  if (file.size <= maxBytes) return { step: 'waiting' };
  return {
    step: 'failed',
    message: t('The file is larger than {megabytes} MB. Shorten it or save it as MP3 or Opus.', { megabytes }),
  };
}
