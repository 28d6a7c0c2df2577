import { type Answer, dataText, type Message, type Question, type Resource, sameName } from './packets.ts';

/** What answers a query, and what the asker will want to know next. */
export interface Replies {
  readonly answers: readonly Resource[];
  readonly additionals: readonly Resource[];
}

/** Finds among our records what a query asks for and does not know yet (RFC 6762, 6 and 7.1; RFC 6763, 12). */
export function repliesTo({ questions, answers: known }: Message, records: readonly Resource[]): Replies {
  const answers = records.filter(
    record => questions.some(question => asksFor(question, record)) && !known.some(each => isKnown(each, record)),
  );
  const named = answers.flatMap(followed);
  const first = records.filter(({ name }) => named.some(each => sameName(each, name)));
  const hosts = [...answers, ...first].flatMap(record => (record.type === 'SRV' ? [record.data.target] : []));
  const second = records.filter(({ name }) => hosts.some(host => sameName(host, name)));
  const additionals = [...new Set([...first, ...second])].filter(record => !answers.includes(record));
  return { answers, additionals };
}

function asksFor({ name, type }: Question, record: Resource): boolean {
  return sameName(name, record.name) && ((type as string) === 'ANY' || type === record.type);
}

/** The instance that a PTR record leads to. */
const followed = (record: Resource): readonly string[] => (record.type === 'PTR' ? [record.data] : []);

/** An answer that will still be good for half its life need not be said again. */
const isKnown = (known: Answer, record: Resource) =>
  known.type === record.type &&
  sameName(known.name, record.name) &&
  dataText(known) === dataText(record) &&
  'ttl' in known &&
  (known.ttl ?? 0) >= record.ttl / 2;

/** Whether somebody else says something else of a name that must be ours alone (RFC 6762, 9). */
export const contradicts = (said: Answer, records: readonly Resource[]): boolean => {
  const ours = records.filter(
    record => record.flush === true && record.type === said.type && sameName(record.name, said.name),
  );
  return ours.length > 0 && !ours.some(record => dataText(record) === dataText(said));
};

/**
 * Who must give way when two probe for one name at once: whose records, in order of type and data, come earlier (RFC 6762,
 * 8.2). @returns below 0 where it is us
 */
export function comparedProbes(ours: readonly Resource[], theirs: readonly Answer[]): number {
  const [own, other] = [sorted(ours), sorted(theirs)];
  const at = own.findIndex((text, i) => text !== other[i]);
  if (at < 0) return own.length - other.length;
  const [one, two] = [own[at] ?? '', other[at]];
  return two === undefined ? 1 : one < two ? -1 : 1;
}

const NUMBERS: Readonly<Record<string, string>> = { A: '001', PTR: '012', TXT: '016', AAAA: '028', SRV: '033' };

const sorted = (records: readonly Answer[]) =>
  records.map(record => `${NUMBERS[record.type] ?? '999'} ${comparable(record)}`).sort();

/** Bytes in hex, in their order on the wire. */
function comparable(record: Answer): string {
  if (record.type === 'A') return Buffer.from(record.data.split('.').map(Number)).toString('hex');
  if (record.type === 'SRV') {
    const { priority = 0, weight = 0, port, target } = record.data;
    const head = Buffer.alloc(6);
    head.writeUInt16BE(priority, 0);
    head.writeUInt16BE(weight, 2);
    head.writeUInt16BE(port, 4);
    return head.toString('hex') + labels(target);
  }
  return Buffer.from(dataText(record)).toString('hex');
}

const labels = (name: string) =>
  name
    .split('.')
    .map(label => Buffer.concat([Buffer.from([Buffer.byteLength(label) & 255]), Buffer.from(label)]).toString('hex'))
    .join('');
