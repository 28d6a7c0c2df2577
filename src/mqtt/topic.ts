import { invalid } from '../core/fault.ts';

/** So long may a topic or a filter be, bytes of UTF-8 (VAPIX; MQTT itself allows 65,535). */
const MOST_BYTES = 1024;

/** @throws Fault `invalid` where nothing can be published there (MQTT 3.1.1, 4.7) */
export function checkTopic(topic: string, field: string): void {
  checkLength(topic, field);
  if (/[+#]/u.test(topic)) throw invalid(`${field} must not hold + or #`, field);
}

/** @throws Fault `invalid` where it is no filter: `+` is one whole level, `#` the last (MQTT 3.1.1, 4.7.1) */
export function checkFilter(filter: string, field: string): void {
  checkLength(filter, field);
  const levels = filter.split('/');
  const wrong = levels.find(
    (level, i) => (level.includes('+') && level !== '+') || (level.includes('#') && !isLastHash(levels, i)),
  );
  if (wrong !== undefined) throw invalid(`${field}: + must be a whole level, # the last one`, field);
}

const isLastHash = (levels: readonly string[], i: number) => levels[i] === '#' && i === levels.length - 1;

function checkLength(text: string, field: string): void {
  if (text === '') throw invalid(`${field} is missing`, field);
  if (Buffer.byteLength(text) > MOST_BYTES) throw invalid(`${field} must be at most ${MOST_BYTES} bytes`, field);
  if (text.includes('\0')) throw invalid(`${field} must not hold the character 0`, field);
}

/** Whether a message on the topic is one for the filter (MQTT 3.1.1, 4.7; `$share/group/` in front is of MQTT 5, 4.8.2). */
export function fitsFilter(filter: string, topic: string): boolean {
  const wanted = filter.replace(/^\$share\/[^/]+\//u, '').split('/');
  const levels = topic.split('/');
  // What servers tell of themselves is not part of "everything".
  if (topic.startsWith('$') && /^[+#]/u.test(wanted[0] ?? '')) return false;
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return true;
    const there = levels[i];
    if (there === undefined || (level !== '+' && level !== there)) return false;
  }
  return wanted.length === levels.length;
}
