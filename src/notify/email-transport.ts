import { rootCertificates } from 'node:tls';
import { createTransport } from 'nodemailer';
import { Fault, invalid, unavailable } from '../core/fault.ts';
import { boolean, choice, integer, string } from '../core/schema.ts';
import { field } from './recipient.ts';
import { type Attempt, textOf, type Transport } from './transport.ts';

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
/** One address, as the manual has them: commas between several. */
const ADDRESS = /^[^\s@,<>"]+@[^\s@,<>"]+$/u;

export const emailTransport: Transport = {
  type: 'email',
  title: 'Email',
  fields: [
    field('to', 'Send email to', string({ maxLength: 2048 }), {
      needed: true,
      help: 'Commas between several addresses.',
    }),
    field('from', 'Send email from', string({ maxLength: 256 }), { needed: true }),
    field('username', 'Username', string({ maxLength: 256 })),
    field('password', 'Password', string({ maxLength: 1024 }), { secret: true }),
    field('host', 'Email server (SMTP)', string({ maxLength: 253, pattern: '^[A-Za-z0-9_.:-]*$' }), { needed: true }),
    field('port', 'Port', integer({ minimum: 1, maximum: 65_535, default: 587 })),
    field('encryption', 'Encryption', choice(['none', 'starttls', 'tls'], { default: 'starttls' })),
    field('validateCertificate', 'Validate server certificate', boolean({ default: true })),
  ],
  takes: ['mail'],
  sample: about => ({ kind: 'mail', subject: about, text: about }),
  check,
  deliver,
};

const addressesIn = (text: string) =>
  text
    .split(',')
    .map(address => address.trim())
    .filter(address => address !== '');

function check(fields: Attempt['fields']): void {
  for (const name of ['to', 'from']) {
    for (const address of addressesIn(textOf(fields, name))) {
      if (!ADDRESS.test(address)) throw invalid(`${address} is no email address`, name);
    }
  }
  if (addressesIn(textOf(fields, 'from')).length > 1) throw invalid('from must be one address', 'from');
}

async function deliver(attempt: Attempt): Promise<void> {
  const { fields, message, trust, signal, say, id } = attempt;
  const mailer = createTransport({
    ...serverOf(fields, trust),
    logger: loggerFor(say),
    debug: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // A text never makes us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const abort = () => mailer.close();
  signal.addEventListener('abort', abort);
  try {
    const { rejected } = await mailer.sendMail({
      to: addressesIn(textOf(fields, 'to')),
      from: textOf(fields, 'from'),
      subject: message.subject ?? '',
      text: message.text ?? '',
      messageId: `<${id}@stentor>`,
    });
    if (rejected.length > 0) say(`* not accepted: ${rejected.map(String).join(', ')}`);
  } catch (error) {
    throw translated(error);
  } finally {
    signal.removeEventListener('abort', abort);
    mailer.close();
  }
}

function serverOf(fields: Attempt['fields'], { authorities }: Attempt['trust']) {
  const user = textOf(fields, 'username');
  const encryption = textOf(fields, 'encryption');
  return {
    host: textOf(fields, 'host'),
    port: Number(fields['port']),
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    tls: {
      rejectUnauthorized: fields['validateCertificate'] !== false,
      ca: [...rootCertificates, ...authorities],
    },
    ...(user === '' ? {} : { auth: { user, pass: textOf(fields, 'password') } }),
  };
}

/** A server that says 5xx to the mail itself will say so again; log-in and connection may be mended. */
function translated(error: unknown): Fault {
  const {
    code,
    responseCode,
    message = String(error),
  } = error as { code?: string; responseCode?: number; message?: string };
  const isForGood = responseCode !== undefined && responseCode >= 550 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return isForGood ? new Fault('failed', message, { cause: error }) : unavailable(message, error);
}

interface Entry {
  readonly tnx?: string;
}

/** nodemailer tells each line of the dialogue, and hides what it knows to be secret. */
function loggerFor(say: (line: string) => void) {
  const tell = (entry: Entry, text?: string) => {
    const mark = entry.tnx === 'client' ? '>' : entry.tnx === 'server' ? '<' : '*';
    if (entry.tnx === 'message') return;
    for (const each of (text ?? '').split(/\r?\n/u)) if (each !== '') say(`${mark} ${each.replace(/^[CS]: /u, '')}`);
  };
  return { level: () => undefined, trace: tell, debug: tell, info: tell, warn: tell, error: tell, fatal: tell };
}
