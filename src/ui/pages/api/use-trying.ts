import { useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';
import { bytes } from '../../text/bytes.ts';
import type { Request } from './curl.ts';

/** What came back. */
export interface Tried {
  readonly status: string;
  readonly good: boolean;
  readonly text: string;
}

/** No page shows more of an answer. */
const LONGEST = 50_000;
const PATIENCE_MS = 20_000;

/** Sends requests with the login of the page. */
export function useTrying() {
  const { session } = useSpeaker();
  const [tried, setTried] = useState<Tried | undefined>();
  const [busy, setBusy] = useState(false);
  const send = async (request: Request) => {
    setBusy(true);
    setTried(undefined);
    setTried(await answerTo(request, session.current.value?.csrf ?? ''));
    setBusy(false);
  };
  return { tried, busy, send };
}

async function answerTo({ method, path, body }: Request, csrf: string): Promise<Tried> {
  const headers = {
    'X-Requested-With': 'page',
    ...(method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
    ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
  };
  try {
    const init = { method, headers, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) } as const;
    const response = await fetch(path, body === '' ? init : { ...init, body });
    return { status: statusOf(response), good: response.ok, text: await textOf(response) };
  } catch {
    return { status: t('No answer'), good: false, text: t('The speaker did not answer within 20 seconds.') };
  }
}

const statusOf = ({ status, headers }: Response) =>
  [String(status), headers.get('Content-Type') ?? ''].join(' ').trim();

async function textOf(response: Response): Promise<string> {
  const type = response.headers.get('Content-Type') ?? '';
  if (/^(audio|image|application\/(octet|zip|gzip|x-))/.test(type))
    return t('{size} of data', { size: bytes((await response.blob()).size) });
  const text = await response.text();
  return indented(text).slice(0, LONGEST);
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
