import { type Answer, type Exchange, plainPage } from '../http/index.ts';
import { html } from './answers.ts';
import { escapeXml } from './xml.ts';

/** Long enough for the answer to reach the client, ms. */
export const LAST_WORDS_MS = 500;

/** Clients look for one of these names in the answer; it is not the name of a page that is there. */
export type RestartMessage = 'restartMessage' | 'factoryMessage' | 'factoryMessage2';

/** Which start of the speaker this is. */
export interface Booted {
  readonly device: { readonly bootId: string };
}

/** The answer before a restart: for programs as they know it, for a browser a page that waits until the speaker is back. */
export function restartAnswer(
  message: RestartMessage,
  { host, headers }: Pick<Exchange, 'host' | 'headers'>,
  { device }: Booted,
): Answer {
  if (/\btext\/html\b/i.test(headers.accept ?? '')) return waitingPage(message, device.bootId);
  const address = escapeXml(host.replace(/:\d+$/, ''));
  const next = `0;URL=/admin/${message}.shtml?server=${address}`;
  return html(`<html><head><meta http-equiv="refresh" content="${next}"></head><body></body></html>`);
}

const TITLES: Readonly<Record<RestartMessage, string>> = {
  restartMessage: 'The speaker restarts',
  factoryMessage: 'The speaker restores its settings',
  factoryMessage2: 'The speaker returns to its factory default',
};
const GOES_ON = 'This page goes on by itself as soon as the speaker is back, mostly within a minute.';
const NEW_PASSWORD = 'Then it asks for a new password.';
const WORDS: Readonly<Record<RestartMessage, string>> = {
  restartMessage: GOES_ON,
  factoryMessage: `${GOES_ON} ${NEW_PASSWORD}`,
  factoryMessage2: `${GOES_ON} ${NEW_PASSWORD} Its address may be another one: if this page stays, look for the speaker on the network.`,
};

/** Asks whether the speaker has started anew, which is another boot; no login goes with it, and none is wanted. */
const SCRIPT = `
const { boot } = document.querySelector('[data-boot]').dataset;
const init = { method: 'POST', credentials: 'omit', cache: 'no-store', body: '{"apiVersion":"1.0","method":"systemready"}' };
async function look() {
  try {
    const answer = await fetch('/axis-cgi/systemready.cgi', { ...init, signal: AbortSignal.timeout(5000) });
    const { data } = await answer.json();
    if (data.systemready === 'yes' && data.bootid !== boot) return location.replace('/');
  } catch {}
  setTimeout(look, 1000);
}
look();
`.trim();

const waitingPage = (message: RestartMessage, bootId: string): Answer =>
  plainPage({
    title: TITLES[message],
    body: `<p role="status" data-message="${message}" data-boot="${bootId}">${WORDS[message]}</p>
<noscript><p>Without JavaScript it cannot: <a href="/">Open the speaker’s page</a> in a minute.</p></noscript>`,
    script: SCRIPT,
  });
