import { createHash } from 'node:crypto';
import type { Answer } from './route.ts';

const STYLE =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1c2024;background:#fff}' +
  'a{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;background:#0b5fad;color:#fff;text-decoration:none}' +
  '@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#16181b}}';

interface PlainPage {
  readonly title: string;
  /** HTML; the caller escapes what others wrote. */
  readonly body: string;
  /** What the page does by itself; may ask the speaker and nobody else. */
  readonly script?: string;
}

/** A page of one screen that stands alone: no file of ours has to be loaded for it. */
export function plainPage({ title, body, script = '' }: PlainPage): Answer {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    ...(script === '' ? [] : [`script-src ${hashOf(script)}`, "connect-src 'self'"]),
    "frame-ancestors 'self'",
  ];
  const page = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Stentor</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
${script === '' ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
  const headers = { 'Content-Security-Policy': policy.join('; '), 'Cache-Control': 'no-cache' };
  return { type: 'text/html', body: page, headers };
}

/** As a policy names what stands in the page itself (CSP Level 3, 2.3.1). */
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
