import type { Clock } from '../core/clock.ts';
import type { Route } from '../http/index.ts';
import { html } from './answers.ts';
import { escapeXml } from './xml.ts';

/** Long enough for the answer to reach the client, ms. */
const LAST_WORDS_MS = 500;

interface RestartDeps {
  readonly clock: Clock;
  readonly restart: () => void;
}

/** `restart.cgi`: restarts the device once its answer is on the way. */
export const restartCgi = ({ clock, restart }: RestartDeps): Route => ({
  path: '/axis-cgi/restart.cgi',
  methods: ['GET', 'POST'],
  access: 'admin',
  handle: ({ host }) => {
    clock.after(LAST_WORDS_MS, restart);
    const address = escapeXml(host.replace(/:\d+$/, ''));
    // Clients look for the name of this page; it is not there to be shown.
    const next = `0;URL=/admin/restartMessage.shtml?server=${address}`;
    return html(`<html><head><meta http-equiv="refresh" content="${next}"></head><body></body></html>`);
  },
});
