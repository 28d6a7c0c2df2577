import { Fault, invalid } from '../core/fault.ts';
import { boolean, choice, integer, string } from '../core/schema.ts';
import { curl, type CurlOption } from './curl.ts';
import type { Message } from './message.ts';
import { field, type Field } from './recipient.ts';
import { type Attempt, textOf, type Transport } from './transport.ts';

const HOST = string({ maxLength: 253, pattern: '^([A-Za-z0-9_.-]+|\\[?[0-9A-Fa-f:.]+\\]?)$' });
/** A name that no server's key has: curl then tells what the key is. */
const NO_KEY = Buffer.alloc(32).toString('base64');

const place = (port: number): Field[] => [
  field('host', 'Host', HOST, { needed: true }),
  field('port', 'Port', integer({ minimum: 1, maximum: 65_535, default: port })),
  field('folder', 'Folder', string({ maxLength: 1024, pattern: '^[^\\u0000-\\u001f"\\\\]*$' }), {
    help: 'Where the login begins unless it starts with /.',
  }),
  field('username', 'Username', string({ maxLength: 256, pattern: '^[^:]*$' })),
  field('password', 'Password', string({ maxLength: 1024 }), { secret: true }),
  field('temporaryName', 'Use temporary file name', boolean({ default: true }), {
    help: 'The file gets its name when all of it has arrived.',
  }),
];

export const ftpTransport: Transport = {
  type: 'ftp',
  title: 'FTP',
  fields: [
    ...place(21),
    field('passive', 'Use passive mode', boolean({ default: true })),
    field('encryption', 'Encryption', choice(['none', 'tls'], { default: 'none' })),
    field('validateCertificate', 'Validate server certificate', boolean({ default: true })),
  ],
  takes: ['file'],
  sample,
  deliver: attempt => upload(attempt, { scheme: 'ftp', rename: ftpRename, more: ftpOptions(attempt) }),
};

export const sftpTransport: Transport = {
  type: 'sftp',
  title: 'SFTP',
  fields: [
    ...place(22),
    field(
      'hostKey',
      'SHA-256 fingerprint of the host key',
      string({ maxLength: 60, pattern: '^((SHA256:)?[A-Za-z0-9+/]{43}=?)?$' }),
      {
        help: 'As ssh-keygen -l shows it. Test tells it where it is empty.',
      },
    ),
  ],
  takes: ['file'],
  sample,
  check: fields => {
    if (textOf(fields, 'username') === '') throw invalid('username is missing', 'username');
  },
  deliver: sftpUpload,
};

function sample(): Message {
  return { kind: 'file', name: 'stentor-test.txt', type: 'text/plain' };
}

interface Way {
  readonly scheme: string;
  /** The server's commands that give a file its name after it has arrived. */
  readonly rename: (from: string, to: string, folder: string) => readonly string[];
  readonly more: readonly CurlOption[];
}

async function upload(attempt: Attempt, { scheme, rename, more }: Way): Promise<void> {
  const { fields, message, file } = attempt;
  if (file === undefined) throw new Fault('failed', 'there is no file to send');
  const host = textOf(fields, 'host');
  const folder = textOf(fields, 'folder').replace(/\/+$/u, '');
  const name = message.name ?? 'file';
  const first = fields['temporaryName'] === false ? name : `${name}.part`;
  const bare = host.replaceAll(/[[\]]/gu, '');
  const address = bare.includes(':') ? `[${bare}]` : bare;
  await curl(attempt, [
    ['url', `${scheme}://${address}:${textOf(fields, 'port')}/${pathFor(scheme, folder)}${encodeURIComponent(first)}`],
    ['user', `${textOf(fields, 'username') || 'anonymous'}:${textOf(fields, 'password')}`],
    ['noproxy', '*'],
    ['ftp-create-dirs', true],
    ['upload-file', file],
    ...more,
    ...(first === name ? [] : rename(first, name, folder).map(command => ['quote', command] as const)),
  ]);
}

/** How the URLs of FTP (RFC 1738, 3.2.2) and of curl's SFTP tell a path from the root from one of the login. */
function pathFor(scheme: string, folder: string): string {
  const encoded = folder.split('/').map(encodeURIComponent).join('/');
  if (scheme === 'sftp')
    return folder.startsWith('/') ? `${encoded.slice(1)}/` : `~/${encoded === '' ? '' : `${encoded}/`}`;
  return folder === '' ? '' : `${encoded.replace(/^\//u, '%2F')}/`;
}

/** A dash: after the transfer; FTP stays in the folder of the file. */
const ftpRename = (from: string, to: string) => [`-RNFR ${from}`, `-RNTO ${to}`];

/** A star: though it fails. SFTP renames onto no file that is there. */
function sftpRename(from: string, to: string, folder: string): readonly string[] {
  const at = (name: string) => `"${folder === '' ? name : `${folder}/${name}`}"`;
  return [`-*rm ${at(to)}`, `-rename ${at(from)} ${at(to)}`];
}

const ftpOptions = ({ fields }: Attempt): CurlOption[] => [
  ...(fields['passive'] === false ? [['ftp-port', '-'] as const] : []),
  ...(fields['encryption'] === 'tls' ? [['ssl-reqd', true] as const] : []),
  ...(fields['validateCertificate'] === false ? [['insecure', true] as const] : []),
];

async function sftpUpload(attempt: Attempt): Promise<void> {
  const key = textOf(attempt.fields, 'hostKey')
    .replace(/^SHA256:/u, '')
    .replace(/=$/u, '');
  let seen: string | undefined;
  const say = (line: string) => {
    seen ??= /sha256 fingerprint[^A-Za-z0-9]+Remote ([A-Za-z0-9+/]{43})/iu.exec(line)?.[1];
    attempt.say(line);
  };
  try {
    const more: CurlOption[] = [['hostpubsha256', key === '' ? NO_KEY.replace(/=$/u, '') : key]];
    await upload({ ...attempt, say }, { scheme: 'sftp', rename: sftpRename, more });
  } catch (error) {
    if (key !== '' || seen === undefined) throw error;
    throw new Fault('unavailable', `compare the host key with the server's and enter it here: SHA256:${seen}`, {
      field: 'hostKey',
      cause: error,
    });
  }
}
