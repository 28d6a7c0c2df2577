import { isPort } from './flow.ts';

/** One field of the head, its name as it was written. */
interface Field {
  readonly name: string;
  /** The long form, in small letters. */
  readonly key: string;
  value: string;
}

/** A Via (RFC 3261, 20.42) as far as responses need it. */
export interface Via {
  readonly protocol: string;
  readonly host: string;
  readonly port: number | undefined;
  /** Names in small letters; a parameter without a value has an empty one. */
  readonly params: Map<string, string>;
}

/** RFC 3261, 7.3.3 and the documents after it. */
const COMPACT: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  e: 'content-encoding',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  s: 'subject',
  k: 'supported',
  t: 'to',
  v: 'via',
  r: 'refer-to',
  b: 'referred-by',
  o: 'event',
  u: 'allow-events',
  x: 'session-expires',
};

function fieldOf(name: string, value: string): Field {
  const small = name.toLowerCase();
  return { name, key: COMPACT[small] ?? small, value };
}

/**
 * A SIP message (RFC 3261, 7) as far as its transport must know it: the first line, the fields of the head as text, the
 * body. Whoever wants to know more parses it again.
 */
export class SipMessage {
  start: string;
  body: string;
  #fields: Field[];

  constructor(start: string, fields: readonly (readonly [string, string])[] = [], body = '') {
    this.start = start;
    this.#fields = fields.map(([name, value]) => fieldOf(name, value));
    this.body = body;
  }

  get isRequest(): boolean {
    return !this.start.startsWith('SIP/');
  }

  /** Of a request. */
  get method(): string {
    return this.start.slice(0, Math.max(0, this.start.indexOf(' ')));
  }

  /** The Request-URI. */
  get uri(): string {
    return this.start.split(' ')[1] ?? '';
  }

  set uri(uri: string) {
    const [method = '', , version = ''] = this.start.split(' ');
    this.start = `${method} ${uri} ${version}`;
  }

  /** Of a response; 0 in a request. */
  get status(): number {
    return Number(/^SIP\/2\.0 ([1-6]\d\d)(?: |$)/i.exec(this.start)?.[1] ?? 0);
  }

  get(name: string): string | undefined {
    return this.#fields.find(field => field.key === name)?.value;
  }

  all(name: string): string[] {
    return this.#fields.filter(field => field.key === name).map(({ value }) => value);
  }

  /** In the place of all fields of the name, where the first stood; at the end where there was none. */
  set(name: string, ...values: readonly string[]): void {
    const added = values.map(value => fieldOf(shown(name), value));
    const at = this.#fields.findIndex(field => field.key === name);
    const others = this.#fields.filter(field => field.key !== name);
    this.#fields = at < 0 ? [...others, ...added] : [...others.slice(0, at), ...added, ...others.slice(at)];
  }

  prepend(name: string, value: string): void {
    this.#fields.unshift(fieldOf(shown(name), value));
  }

  /** Changes the values of all fields. */
  edit(change: (value: string, name: string) => string): void {
    for (const field of this.#fields) field.value = change(field.value, field.key);
  }

  get callId(): string {
    return this.get('call-id')?.trim() ?? '';
  }

  /** `[number, method]`; NaN where it is none. */
  get cseq(): readonly [number, string] {
    const [, digits = 'NaN', method = ''] = /^(\d{1,10})\s+(\S+)$/.exec(this.get('cseq')?.trim() ?? '') ?? [];
    return [Number(digits), method];
  }

  /** The first Via; what is after a comma is the next one. */
  get via(): Via | undefined {
    return parseVia(firstOf(this.get('via') ?? ''));
  }

  get branch(): string {
    return this.via?.params.get('branch') ?? '';
  }

  /** Writes the first Via anew, leaving the others. */
  replaceTopVia(value: string): void {
    const vias = this.all('via').flatMap(splitList);
    this.set('via', value, ...vias.slice(1));
  }

  toString(): string {
    const lines = this.#fields
      .filter(({ key }) => key !== 'content-length')
      .map(({ name, value }) => `${name}: ${value}\r\n`);
    return `${this.start}\r\n${lines.join('')}Content-Length: ${Buffer.byteLength(this.body)}\r\n\r\n${this.body}`;
  }

  /** For a change that must not be seen in this one. */
  clone(): SipMessage {
    return new SipMessage(
      this.start,
      this.#fields.map(({ name, value }) => [name, value]),
      this.body,
    );
  }
}

/** The value of a parameter of a field behind its URI: `tag` of To. Undefined where it has none. */
export function paramOf(value: string | undefined, name: string): string | undefined {
  if (value === undefined) return undefined;
  const behind = value.includes('>') ? value.slice(value.lastIndexOf('>')) : value;
  return new RegExp(`;\\s*${name}\\s*=\\s*"?([^;,"\\s]+)`, 'i').exec(behind)?.[1];
}

const SHOWN: Readonly<Record<string, string>> = { 'call-id': 'Call-ID', cseq: 'CSeq', via: 'Via' };
const shown = (name: string) => SHOWN[name] ?? name.replace(/(^|-)[a-z]/g, letters => letters.toUpperCase());

function parseVia(value: string): Via | undefined {
  const found = /^\s*SIP\s*\/\s*2\.0\s*\/\s*(\w+)\s+(\[[^\]]*\]|[^\s:;,]+)\s*(?::\s*(\d{1,5}))?\s*(;.*)?$/is.exec(
    value,
  );
  if (found === null) return undefined;
  const [, protocol = '', host = '', port, rest = ''] = found;
  if (!isPort(port)) return undefined;
  return {
    protocol: protocol.toUpperCase(),
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? undefined : Number(port),
    params: viaParams(rest),
  };
}

function viaParams(text: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const [, name = '', quoted] of text.matchAll(/;\s*([^=;\s]+)\s*(?:=\s*("[^"]*"|[^;]*))?/g))
    params.set(name.toLowerCase(), quoted?.trim() ?? '');
  return params;
}

export function viaText({ protocol, host, port, params }: Via): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const tail = [...params].map(([param, value]) => (value === '' ? `;${param}` : `;${param}=${value}`)).join('');
  return `SIP/2.0/${protocol} ${name}${port === undefined ? '' : `:${port}`}${tail}`;
}

const firstOf = (list: string) => splitList(list)[0] ?? '';

/** At commas that stand in no quotes and no angle brackets. */
const splitList = (list: string): string[] =>
  (list.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,])+/g) ?? []).map(part => part.trim());
