import { Fault, invalid } from '../core/fault.ts';
import { choice, integer, list, object, optional, parse, type Schema, string } from '../core/schema.ts';
import { SEALED, type Sealed } from './seal.ts';

/** The parts of a configuration, by their names. */
export type Parts = Readonly<Record<string, unknown>>;

/** Which speaker somebody speaks to. */
export interface Speaker {
  readonly model: string;
  readonly hostName: string;
  readonly serialNumber: string;
  readonly version: string;
}

/** A configuration as it is written down. */
export interface ConfigDocument {
  readonly parts: Parts;
  readonly secrets: Sealed | undefined;
  /** Where secrets were left out: pointers that begin with the part's name. */
  readonly omitted: readonly string[];
}

const FORMAT = 'stentor-configuration';
/** Another one where an older speaker would misread a document. */
const VERSION = 1;

const ANYTHING: Schema<Parts> = { type: 'object', additionalProperties: {} };
const SPEAKERS: Schema<Record<string, Parts>> = { type: 'object', additionalProperties: ANYTHING };
const HEAD = object({
  format: choice([FORMAT]),
  version: integer({ minimum: 1 }),
  from: optional(object({ model: string(), hostName: string(), serialNumber: string(), version: string() })),
  speakers: optional(SPEAKERS),
  secrets: optional(SEALED),
  omitted: optional(list(string({ maxLength: 1000 }), { maxItems: 10_000 })),
});
const HEAD_NAMES = ['format', 'version', 'from', 'speakers', 'secrets', 'omitted'];

/** A document of a speaker's parts; the keys are always in the same order, so that two can be compared line by line. */
export const writeDocument = (from: Speaker, { parts, secrets, omitted }: ConfigDocument) => ({
  format: FORMAT,
  version: VERSION,
  from,
  ...Object.fromEntries(Object.entries(parts).map(([name, content]) => [name, inOrder(content)])),
  ...(secrets === undefined ? {} : { secrets }),
  ...(omitted.length === 0 ? {} : { omitted: [...omitted].sort() }),
});

/**
 * What a document means for one speaker. Where it names `speakers`, it is for these alone, and what stands beside a name
 * takes the place of what all have.
 * @throws Fault `invalid` that names the field; `conflict` where it is for other speakers
 */
export function readDocument(written: unknown, speaker: Speaker): ConfigDocument {
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    throw invalid('a configuration is a JSON object', 'document');
  const rest = written as Parts;
  const head = parse(HEAD, Object.fromEntries(HEAD_NAMES.flatMap(name => pick(rest, name))), 'document');
  if (head.version > VERSION)
    throw invalid(`the document is of version ${head.version}; this speaker knows ${VERSION}`, 'version');
  const own = ownOf(head.speakers, speaker);
  const common = Object.fromEntries(Object.entries(rest).filter(([name]) => !HEAD_NAMES.includes(name)));
  const settings = { ...asObject(common['settings']), ...asObject(own['settings']) };
  const hasSettings = 'settings' in common || 'settings' in own;
  const parts = { ...common, ...own, ...(hasSettings ? { settings } : {}) };
  return { parts, secrets: head.secrets, omitted: head.omitted ?? [] };
}

const pick = (from: Parts, name: string) => (Object.hasOwn(from, name) ? [[name, from[name]] as const] : []);

function ownOf(speakers: Readonly<Record<string, Parts>> | undefined, { hostName, serialNumber }: Speaker): Parts {
  if (speakers === undefined) return {};
  const names = [hostName, serialNumber].map(name => name.toLowerCase());
  const found = Object.entries(speakers).find(([name]) => names.includes(name.toLowerCase()));
  if (found !== undefined) return found[1];
  const others = Object.keys(speakers).join(', ').slice(0, 200);
  const message = `the document is for ${others === '' ? 'no speaker' : others}, and this is ${hostName} (${serialNumber})`;
  throw new Fault('conflict', message, { field: 'speakers' });
}

/** @throws Fault `invalid` */
function asObject(content: unknown): Parts {
  if (content === undefined) return {};
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw invalid('settings must be an object', 'settings');
  return content as Parts;
}

/** What a thing is called comes first, all else by the alphabet. */
function inOrder(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(inOrder);
  if (typeof content !== 'object' || content === null) return content;
  const entries = Object.entries(content).sort(([one], [other]) => placeOf(one).localeCompare(placeOf(other), 'en'));
  return Object.fromEntries(entries.map(([key, value]) => [key, inOrder(value)]));
}

const placeOf = (key: string) => (key === 'name' || key === 'location' ? ` ${key}` : key);
