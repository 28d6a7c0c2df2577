import { problemIn } from './client.ts';
import { Refusal } from './refusal.ts';
import { t } from '../language/translate.ts';

interface Sending {
  readonly url: string;
  readonly file: File;
  readonly csrf: string | undefined;
  readonly signal: AbortSignal;
  /** The share that has left the browser, 0..1. */
  readonly onProgress: (share: number) => void;
}

const BROKEN = t('The connection broke during the upload. Check the network and add the file again.');

/**
 * Uploads one file. XMLHttpRequest, because fetch does not tell how much was sent.
 * @throws Refusal; its status is -1 where it was cancelled
 */
export function sendFile({ url, file, csrf, signal, onProgress }: Sending): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refuse = (message: string, status: number) => reject(new Refusal({ message }, status));
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('X-Requested-With', 'page');
    if (csrf !== undefined) request.setRequestHeader('X-CSRF-Token', csrf);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.upload.addEventListener('load', () => onProgress(1));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Refusal(problemIn(request.response, request.status), request.status));
    });
    request.addEventListener('error', () => refuse(BROKEN, 0));
    request.addEventListener('abort', () => refuse(t('Cancelled.'), -1));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
