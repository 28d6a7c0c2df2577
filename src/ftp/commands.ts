import { Readable } from 'node:stream';
import { Fault } from '../core/fault.ts';
import { mayActAs } from '../core/role.ts';
import type { Dialogue, Reply } from './dialogue.ts';
import { factsLine, FOLDER_FACTS, longLine, stamp } from './listing.ts';
import { isFolder, nameIn } from './shelf.ts';

type Command = (dialogue: Dialogue, argument: string) => Reply | Promise<Reply>;

const TLS_FIRST = '530 Log in over TLS: AUTH TLS comes first.';
const NO_FOLDERS = '550 There is one folder, and no other.';

/** Before somebody is logged in, and after (RFC 959, RFC 4217 TLS, RFC 2389 FEAT, RFC 2640 UTF-8). */
const ENTRANCE: Readonly<Record<string, Command>> = {
  AUTH: (dialogue, mechanism) => {
    if (!/^(TLS|TLS-C|SSL)$/i.test(mechanism)) return '504 The only mechanism is TLS.';
    if (dialogue.isSecure) return '534 This connection is encrypted already.';
    dialogue.beginTls();
    return '234 Begin TLS.';
  },
  PBSZ: ({ isSecure }) => (isSecure ? '200 PBSZ=0' : '503 AUTH TLS comes first.'),
  PROT: (dialogue, level) => {
    if (!dialogue.isSecure) return '503 AUTH TLS comes first.';
    if (!/^[CP]$/i.test(level)) return '536 The levels are C and P.';
    if (/c/i.test(level) && dialogue.needsTls) return '534 Files go over TLS here: PROT P.';
    dialogue.isPrivate = /p/i.test(level);
    return '200 So be it.';
  },
  USER: (dialogue, name) => {
    if (dialogue.needsTls && !dialogue.isSecure) return TLS_FIRST;
    dialogue.account = undefined;
    dialogue.user = name;
    return '331 What is the password?';
  },
  PASS: logIn,
  QUIT: dialogue => {
    dialogue.end();
    return '221 Goodbye.';
  },
  FEAT: () => `211-Extensions:\r\n${FEATURES.map(feature => ` ${feature}`).join('\r\n')}\r\n211 End`,
  SYST: () => '215 UNIX Type: L8',
  NOOP: () => '200 Nothing was done.',
  OPTS: (_, option) => (/^(UTF-?8|MLST\b)/i.test(option) ? '200 It is so anyway.' : '501 This cannot be chosen.'),
  ABOR: () => '226 Nothing was going on.',
};

const FEATURES = [
  'AUTH TLS',
  'EPSV',
  'MDTM',
  'MLST type*;size*;modify*;perm*;',
  'PBSZ',
  'PROT',
  'SIZE',
  'TVFS',
  'UTF8',
];

async function logIn(dialogue: Dialogue, password: string): Promise<Reply> {
  const { user } = dialogue;
  if (user === '') return '503 USER comes first.';
  dialogue.user = '';
  const account = await dialogue.logIn(user, password);
  if (!mayActAs(account.role, 'operator')) return '530 Only operators and administrators may use FTP.';
  dialogue.account = account;
  return '230 You are logged in. The files are the audio clips.';
}

/** Files and lists (RFC 959, RFC 2428 EPSV, RFC 3659 MLSD, SIZE, MDTM). */
const FILES: Readonly<Record<string, Command>> = {
  PWD: () => '257 "/" is the folder',
  CWD: (_, path) => (isFolder(path) ? '250 This is the folder.' : NO_FOLDERS),
  CDUP: () => '250 This is the folder.',
  TYPE: (_, type) => (/^([AI]|L 8)\b/i.test(type) ? '200 Files go as they are.' : '504 The types are A and I.'),
  MODE: (_, mode) => (/^s$/i.test(mode) ? '200 Stream it is.' : '504 The only mode is S.'),
  STRU: (_, structure) => (/^f$/i.test(structure) ? '200 Files it is.' : '504 The only structure is F.'),
  ALLO: () => '202 There is room, or there is not.',
  REST: (_, at) => (at === '0' ? '350 From the beginning.' : '502 Files go from their beginning only.'),
  PASV: async dialogue => {
    const { address, port } = await dialogue.listen();
    if (address.includes(':')) return '522 Over IPv6 it is EPSV.';
    const numbers = [...address.split('.'), port >> 8, port & 255];
    return `227 Entering Passive Mode (${numbers.join(',')}).`;
  },
  EPSV: async (dialogue, protocol) => {
    if (/^all$/i.test(protocol)) return '200 EPSV from now on.';
    const { port } = await dialogue.listen();
    return `229 Entering Extended Passive Mode (|||${port}|).`;
  },
  // A server that connects to where it is told can be told to connect to others.
  PORT: () => '502 Passive mode only: EPSV or PASV.',
  EPRT: () => '502 Passive mode only: EPSV or PASV.',
  LIST: (dialogue, argument) => list(dialogue, withoutOptions(argument), file => longLine(file, dialogue.clock.now())),
  NLST: (dialogue, argument) => list(dialogue, withoutOptions(argument), ({ location }) => location),
  MLSD: (dialogue, path) => list(dialogue, path, factsLine),
  MLST: ({ shelf }, path) => {
    const facts = isFolder(path) ? FOLDER_FACTS : factsLine(shelf.find(path));
    return `250-Listing\r\n ${facts}\r\n250 End`;
  },
  SIZE: ({ shelf }, path) => `213 ${shelf.find(path).bytes}`,
  MDTM: ({ shelf }, path) => `213 ${stamp(shelf.find(path).addedAt)}`,
  RETR: async (dialogue, path) => {
    const { shelf } = dialogue;
    const clip = shelf.find(path);
    await dialogue.send(shelf.read(clip));
    return '226 The file was sent.';
  },
  STOR: store,
  DELE: async ({ shelf }, path) => {
    await shelf.remove(shelf.find(path));
    return '250 The clip was deleted.';
  },
  APPE: () => '502 A clip is replaced as a whole: delete it, and send it anew.',
  RNFR: () => '502 Clips are renamed on the page.',
  MKD: () => NO_FOLDERS,
  RMD: () => NO_FOLDERS,
};

/** RFC 775's names for four of them. */
const OLD: Readonly<Record<string, string>> = { XPWD: 'PWD', XCWD: 'CWD', XCUP: 'CDUP', XMKD: 'MKD', XRMD: 'RMD' };

async function list(dialogue: Dialogue, path: string, line: (file: ReturnType<Dialogue['shelf']['find']>) => string) {
  const { shelf } = dialogue;
  const files = isFolder(path) ? shelf.list() : [shelf.find(path)];
  await dialogue.send(Readable.from(files.map(file => `${line(file)}\r\n`)));
  return '226 That is all.';
}

/** What people know from `ls`. */
const withoutOptions = (argument: string) => argument.replace(/^(-\S+\s*)+/, '');

/** A link to a clip names its file: another clip must not come behind it unnoticed. */
async function store(dialogue: Dialogue, path: string): Promise<Reply> {
  const { shelf } = dialogue;
  const name = nameIn(path);
  if (name === undefined) return NO_FOLDERS;
  if (shelf.list().some(({ location }) => location === name)) {
    return '553 There is a clip of this name: delete it first.';
  }
  const kept = await dialogue.receive((content, signal) => shelf.store(name, content, signal));
  return `226 The clip is kept as ${kept}.`;
}

/** Commands that the access log tells of. */
const DEEDS = ['RETR', 'STOR', 'DELE'];
export const isDeed = (verb: string): boolean => DEEDS.includes(verb);

/** Carries out one command. @throws Fault with the reason where it cannot be */
export async function obey(dialogue: Dialogue, verb: string, argument: string): Promise<Reply> {
  const name = OLD[verb] ?? verb;
  const entrance = Object.hasOwn(ENTRANCE, name) ? ENTRANCE[name] : undefined;
  if (entrance !== undefined) return entrance(dialogue, argument);
  const command = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (command === undefined) return '502 There is no such command here.';
  if (dialogue.account === undefined) return '530 Log in first.';
  if (!dialogue.account.holds()) throw new Fault('busy', 'the account was changed: log in again');
  return command(dialogue, argument);
}
