import { signal } from '@preact/signals';
import { Refusal } from './refusal.ts';
import { sendFile } from './send-file.ts';
import { t } from '../language/translate.ts';

/** How far a release is on its way to the speaker. */
export type ReleaseStep =
  | { readonly step: 'idle' }
  | { readonly step: 'sending'; readonly share: number }
  | { readonly step: 'checking' }
  | { readonly step: 'failed'; readonly message: string };

interface ReleaseUploadOptions {
  readonly csrf: () => string | undefined;
  /** The speaker has taken the release, or what it has changed. */
  readonly onChange: () => void;
  readonly onLoggedOut: () => void;
}

/** The release that is on its way to the speaker; one at a time. */
export class ReleaseUpload {
  readonly now = signal<ReleaseStep>({ step: 'idle' });
  readonly file = signal<File | undefined>(undefined);
  readonly #options: ReleaseUploadOptions;
  #abort: AbortController | undefined;

  constructor(options: ReleaseUploadOptions) {
    this.#options = options;
  }

  /** Asks before the page is left while a release is on its way. */
  start(): void {
    addEventListener('beforeunload', event => {
      if (this.#abort !== undefined) event.preventDefault();
    });
  }

  /** @param maxBytes a larger file is refused here, before it is sent for nothing */
  async send(file: File, maxBytes: number): Promise<void> {
    if (this.#abort !== undefined) return;
    this.file.value = file;
    const problem = problemOf(file, maxBytes);
    if (problem !== undefined) {
      this.now.value = { step: 'failed', message: problem };
      return;
    }
    this.#abort = new AbortController();
    await this.#send(file, this.#abort.signal);
    this.#abort = undefined;
    this.#options.onChange();
  }

  /** Stops the upload. */
  cancel(): void {
    this.#abort?.abort();
  }

  /** Takes the failure off the page. */
  forget(): void {
    if (this.#abort === undefined) this.now.value = { step: 'idle' };
  }

  async #send(file: File, stop: AbortSignal): Promise<void> {
    this.now.value = { step: 'sending', share: 0 };
    const onProgress = (share: number) => {
      this.now.value = share < 1 ? { step: 'sending', share } : { step: 'checking' };
    };
    try {
      await sendFile({ url: '/api/upgrade/bundle', file, csrf: this.#options.csrf(), signal: stop, onProgress });
      this.now.value = { step: 'idle' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.now.value = error.status === -1 ? { step: 'idle' } : { step: 'failed', message: error.message };
      if (error.status === 401) this.#options.onLoggedOut();
    }
  }
}

function problemOf({ size }: File, maxBytes: number): string | undefined {
  if (size === 0) return t('The file is empty. Choose another one.');
  if (size <= maxBytes) return undefined;
  return t('The file is larger than {maxBytes} MB; it is no release of Stentor OS.', {
    maxBytes: Math.floor(maxBytes / 1_000_000),
  });
}
