import { plainPage } from './plain-page.ts';
import type { Answer } from './route.ts';

/**
 * What a browser gets that asks for the page over plain HTTP: a link to the safe one and a word on the warning that
 * will come. No redirect, because the warning without a word before it looks like a fault.
 * @param host as the browser wrote it, with or without a port
 */
export function httpsHint(host: string, path: string, httpsPort: number): Answer {
  const name = host.replace(/:\d+$/, '');
  const url = escaped(`https://${name}${httpsPort === 443 ? '' : `:${httpsPort}`}${path}`);
  return plainPage({
    title: 'This page needs HTTPS',
    body: `<p>The speaker’s pages are only served over an encrypted connection, so that nobody on the network can read your password.</p>
<p><a href="${url}">Continue over HTTPS</a></p>
<p>Your browser will warn you that it does not know who signed the certificate. The speaker made and signed it itself.
Choose the advanced option of the warning to go on, or install a certificate that your browser trusts.</p>`,
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, sign => ESCAPES[sign] ?? sign);
