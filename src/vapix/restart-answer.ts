import type { Answer } from '../http/index.ts';
import { html } from './answers.ts';
import { escapeXml } from './xml.ts';

/** Long enough for the answer to reach the client, ms. */
export const LAST_WORDS_MS = 500;

/** The answer before a restart. Clients look for the name of the page in it; it is not there to be shown. */
export function restartAnswer(message: string, host: string): Answer {
  const address = escapeXml(host.replace(/:\d+$/, ''));
  const next = `0;URL=/admin/${message}.shtml?server=${address}`;
  return html(`<html><head><meta http-equiv="refresh" content="${next}"></head><body></body></html>`);
}
