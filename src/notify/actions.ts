import { type Action, type Cause, defineAction, escapeFor, fillText } from '../actions/index.ts';
import { invalid } from '../core/fault.ts';
import { choice, integer, object, string } from '../core/schema.ts';
import type { Message } from './message.ts';
import type { Notifier } from './notifier.ts';

interface SoundFile {
  readonly path: string;
  readonly fileName: string;
  readonly type: string;
}

/** What has to do with sound. */
export interface Sounds {
  /** The file of an audio clip by its file name (with `*`) or id. @throws Fault `not-found` */
  readonly clip: (wanted: string) => SoundFile;
  /** Recordings that are kept. @throws Fault `not-found` */
  readonly kept: { original(id: string): Promise<SoundFile>; newest(): Promise<SoundFile> };
  /** Records the microphone into a file; what it returns removes it. @throws Fault */
  readonly record: (seconds: number) => Promise<{ readonly path: string; remove(): Promise<void> }>;
}

type Sender = Pick<Notifier, 'send' | 'facts'>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const TEXT = string({ maxLength: 8192, default: '' });
/** Where files can go. */
const FILE_TYPES = ['ftp', 'sftp', 'http', 'https', 'networkshare'];

/** A recipient's id or name. The page offers those of these types. */
const RECIPIENT = string({ minLength: 1 });

/** What rules can tell others. Texts know modifiers and the fields of the event. */
export const notifyActions = (notifier: Sender, sounds: Sounds): Action[] => [
  ...(['http', 'https'] as const).map(type => httpAction(notifier, type)),
  defineAction({
    id: 'notify.email',
    title: 'Send notification to email',
    args: object({ recipient: RECIPIENT, subject: TEXT, message: TEXT }),
    run: async ({ recipient, subject, message }, cause) =>
      notifier.send(recipient, ['email'], () => {
        const fill = filler(notifier, cause);
        return { kind: 'mail', subject: oneLine(fill(subject)), text: fill(message) };
      }),
  }),
  defineAction({
    id: 'notify.tcp',
    title: 'Send notification through TCP',
    args: object({ recipient: RECIPIENT, message: TEXT }),
    run: async ({ recipient, message }, cause) =>
      notifier.send(recipient, ['tcp'], () => ({ kind: 'text', text: filler(notifier, cause)(message) })),
  }),
  defineAction({
    id: 'notify.snmp',
    title: 'Send SNMP trap',
    args: object({ recipient: RECIPIENT, message: TEXT }),
    run: async ({ recipient, message }, cause) =>
      notifier.send(recipient, ['snmp'], () => ({ kind: 'text', text: filler(notifier, cause)(message) })),
  }),
  ...uploadActions(notifier, sounds),
];

/** Files that recipients get. */
const uploadActions = (notifier: Sender, sounds: Sounds): Action[] => [
  defineAction({
    id: 'notify.upload-clip',
    title: 'Upload an audio clip',
    args: object({
      recipient: RECIPIENT,
      clip: string({ minLength: 1 }),
      name: string({ maxLength: 200, default: '' }),
    }),
    run: async ({ recipient, clip, name }, cause) => {
      const { path, fileName, type } = sounds.clip(clip);
      const called = fileNameFrom(filler(notifier, cause)(name === '' ? fileName : name));
      await notifier.send(recipient, FILE_TYPES, () => ({ kind: 'file', name: called, type }), path);
    },
  }),
  defineAction({
    id: 'notify.upload-recording',
    title: 'Upload a recording of the microphone',
    args: object({
      recipient: RECIPIENT,
      seconds: integer({ minimum: 1, maximum: 60, default: 10 }),
      name: string({ maxLength: 200, default: '#n-%F-%H%M%S.wav' }),
    }),
    run: async ({ recipient, seconds, name }, cause) => {
      const called = fileNameFrom(filler(notifier, cause)(name));
      const recording = await sounds.record(seconds);
      const message: Message = { kind: 'file', name: called, type: 'audio/wav' };
      try {
        await notifier.send(recipient, FILE_TYPES, () => message, recording.path);
      } finally {
        await recording.remove();
      }
    },
  }),
  defineAction({
    id: 'notify.upload-kept-recording',
    title: 'Upload a kept recording',
    args: object({
      recipient: RECIPIENT,
      recording: string({ maxLength: 100, default: '' }),
      name: string({ maxLength: 200, default: '' }),
    }),
    run: async ({ recipient, recording, name }, cause) => {
      const { path, fileName, type } = await keptRecording(sounds.kept, recording, cause);
      const called = fileNameFrom(filler(notifier, cause)(name === '' ? fileName : name));
      await notifier.send(recipient, FILE_TYPES, () => ({ kind: 'file', name: called, type }), path);
    },
  }),
];

/** The one that is named, else the one that the event tells of, else the newest. */
function keptRecording(kept: Sounds['kept'], wanted: string, cause: Cause | undefined): Promise<SoundFile> {
  const told = (cause?.data as Readonly<Record<string, unknown>> | undefined)?.['recording'];
  const id = wanted === '' && typeof told === 'string' ? told : wanted;
  return id === '' ? kept.newest() : kept.original(id);
}

const httpAction = (notifier: Sender, type: 'http' | 'https') =>
  defineAction({
    id: `notify.${type}`,
    title: `Send notification through ${type.toUpperCase()}`,
    args: object({
      recipient: RECIPIENT,
      message: TEXT,
      parameters: TEXT,
      method: choice(METHODS, { default: 'GET' }),
      headers: TEXT,
      body: TEXT,
    }),
    run: async ({ recipient, ...asked }, cause) =>
      notifier.send(recipient, [type], () => httpMessage(asked, filler(notifier, cause))),
  });

interface HttpWish {
  readonly message: string;
  readonly parameters: string;
  readonly method: string;
  readonly headers: string;
  readonly body: string;
}

/** VAPIX gives the message to the query argument `Message`. */
function httpMessage({ message, parameters, method, headers, body }: HttpWish, fill: Filler): Message {
  const query = new URLSearchParams(parameters.replace(/^\?/u, ''));
  for (const [name, value] of [...query]) query.set(name, fill(value));
  if (message !== '') query.set('Message', fill(message));
  return {
    kind: 'http',
    method,
    query: query.toString(),
    headers: headers
      .split(/\r?\n/u)
      .filter(header => header.trim() !== '')
      .map(header => checkedHeader(oneLine(fill(header)))),
    body: fill(body, escapeFor(body)),
  };
}

function checkedHeader(header: string): string {
  if (!/^[A-Za-z0-9_-]+:/u.test(header)) throw invalid(`${header} is no header: Name: value`, 'headers');
  return header;
}

type Filler = (text: string, escape?: (value: string) => string) => string;

function filler(notifier: Sender, cause: Cause | undefined): Filler {
  const facts = notifier.facts(cause);
  return (text, escape) => fillText(text, facts, escape);
}

/** What an event tells must not begin another header. */
const oneLine = (text: string) => text.replaceAll(/[\r\n\0]+/gu, ' ').trim();

/** A name that means the same to every server, and no path. */
const fileNameFrom = (text: string) => text.replaceAll(/[^A-Za-z0-9._-]+/gu, '_').replace(/^\.+/u, '_') || 'file';
