import { createHash } from 'node:crypto';
import type { Answer } from './route.ts';

const STYLE =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1c2024;background:#fff}' +
  'a{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;background:#0b5fad;color:#fff;text-decoration:none}' +
  '@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#16181b}}';

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'self'`;

/**
 * What a browser gets that asks for the page over plain HTTP: a link to the safe one and a word on the warning that
 * will come. No redirect, because the warning without a word before it looks like a fault.
 * @param host as the browser wrote it, with or without a port
 */
export function httpsHint(host: string, path: string, httpsPort: number): Answer {
  const name = host.replace(/:\d+$/, '');
  const url = escaped(`https://${name}${httpsPort === 443 ? '' : `:${httpsPort}`}${path}`);
  const body = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Stentor</title><style>${STYLE}</style></head>
<body>
<main>
<h1>This page needs HTTPS</h1>
<p>The speaker’s pages are only served over an encrypted connection, so that nobody on the network can read your password.</p>
<p><a href="${url}">Continue over HTTPS</a></p>
<p>Your browser will warn you that it does not know who signed the certificate. The speaker made and signed it itself.
Choose the advanced option of the warning to go on, or install a certificate that your browser trusts.</p>
</main>
</body>
</html>
`;
  return { type: 'text/html', body, headers: { 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' } };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, sign => ESCAPES[sign] ?? sign);
