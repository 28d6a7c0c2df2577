import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault, unavailable } from '../core/fault.ts';
import { run } from '../core/process.ts';
import { integer, string } from '../core/schema.ts';
import { field } from './recipient.ts';
import { type Attempt, FILE_MS, textOf, type Transport } from './transport.ts';

/** What would end a word of smbclient's commands is in no name. */
const PART = '^[^\\u0000-\\u001f"\\\\;<>|?*:%/]+$';

/** A folder that another computer shares (SMB 2 or 3), by Debian's smbclient. */
export const networkShareTransport: Transport = {
  type: 'networkshare',
  title: 'Network share',
  fields: [
    field('host', 'Host', string({ maxLength: 253, pattern: '^([A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+)$' }), { needed: true }),
    field('share', 'Share', string({ maxLength: 80, pattern: PART }), { needed: true }),
    field('folder', 'Folder', string({ maxLength: 1024, pattern: PART.replace('%/', '%') }), {
      help: 'Within the share; it is made where it is missing.',
    }),
    field('username', 'Username', string({ maxLength: 256, pattern: '^[^\\u0000-\\u001f]*$' })),
    field('password', 'Password', string({ maxLength: 1024, pattern: '^[^\\u0000-\\u001f]*$' }), { secret: true }),
    field('domain', 'Domain', string({ maxLength: 80, pattern: '^[^\\u0000-\\u001f]*$' })),
    field('port', 'Port', integer({ minimum: 1, maximum: 65_535, default: 445 })),
  ],
  takes: ['file'],
  sample: () => ({ kind: 'file', name: 'stentor-test.txt', type: 'text/plain' }),
  deliver,
};

async function deliver(attempt: Attempt): Promise<void> {
  const { fields, message, file } = attempt;
  if (file === undefined) throw new Fault('failed', 'there is no file to send');
  const name = message.name ?? 'file';
  const folders = textOf(fields, 'folder')
    .split('/')
    .filter(part => part !== '' && part !== '.' && part !== '..');
  const commands = [
    // A folder that is there already is no failure: the next command would tell.
    ...folders.flatMap(folder => [`mkdir "${folder}"`, `cd "${folder}"`]),
    `put "${file}" "${name}.part"`,
    // Whoever looks into the folder sees whole files only.
    `rename "${name}.part" "${name}" -f`,
  ];
  await withLogin(attempt, login => smbclient(attempt, [...login, '-c', commands.join('; ')]));
}

/** The password goes into a file that nobody else can read: arguments stand in the list of processes. */
async function withLogin({ fields }: Attempt, act: (login: readonly string[]) => Promise<void>): Promise<void> {
  const username = textOf(fields, 'username');
  if (username === '') return act(['-N', '-U', '%']);
  const folder = await mkdtemp(join(tmpdir(), 'stentor-share-'));
  try {
    const path = join(folder, 'login');
    const lines = [
      ['username', username],
      ['password', textOf(fields, 'password')],
      ['domain', textOf(fields, 'domain')],
    ].filter(([, value]) => value !== '');
    await writeFile(path, lines.map(([key, value]) => `${key} = ${value}\n`).join(''), { mode: 0o600 });
    await act(['-A', path]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function smbclient({ fields, clock, signal, say }: Attempt, rest: readonly string[]): Promise<void> {
  const service = `//${textOf(fields, 'host')}/${textOf(fields, 'share')}`;
  say(`* connecting to ${service} port ${textOf(fields, 'port')}`);
  const heard: string[] = [];
  const hear = (text: string) => {
    for (const line of text.split('\n').filter(each => each.trim() !== '')) {
      heard.push(line);
      say(`< ${line}`);
    }
  };
  const options = ['-p', textOf(fields, 'port'), '-t', '30', '-m', 'SMB3'];
  try {
    const limits = { clock, timeoutMs: FILE_MS, signal, complained: hear };
    for await (const piece of run('smbclient', [service, ...options, ...rest], limits)) hear(piece.toString());
  } catch (error) {
    if (!(error instanceof Fault) || error.kind === 'unavailable') throw error;
    throw unavailable(heard.findLast(line => line.includes('NT_STATUS')) ?? error.message, error);
  }
  const refused = heard.find(line => /NT_STATUS_(?!OBJECT_NAME_COLLISION)/.test(line));
  if (refused !== undefined) throw unavailable(refused);
}
