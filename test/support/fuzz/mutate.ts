import type { Random } from '../random.ts';
import type { Message } from './message.ts';
import { mutatedJson } from './mutate-json.ts';
import { BOMBS, HEADERS, METHODS, TEXTS } from './nasty.ts';

/** A body that has grown so long is only made shorter. */
const MOST_BYTES = 400_000;

type Mutation = (message: Message, random: Random, other: Buffer) => void;

/** Some bytes changed, left out, doubled, or another body's put between. */
function mutatedBytes(bytes: Buffer, random: Random, other: Buffer): Buffer {
  const at = random.whole(0, Math.max(0, bytes.length - 1));
  const some = random.whole(1, random.chance(0.2) ? 200 : 8);
  const before = bytes.subarray(0, at);
  switch (random.whole(0, 6)) {
    case 0:
      return Buffer.concat([before, bytes.subarray(at + some)]);
    case 1:
      return Buffer.concat([before, bytes.subarray(at, at + some), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([before, Buffer.from(random.pick(TEXTS)), bytes.subarray(at)]);
    case 3:
      return Buffer.from(before);
    case 4:
      return Buffer.concat([before, other.subarray(random.whole(0, other.length))]);
    default: {
      const changed = Buffer.from(bytes);
      for (let n = 0; n < some && changed.length > 0; n++)
        changed[random.whole(0, changed.length - 1)] = random.whole(0, 255);
      return changed;
    }
  }
}

const TARGETS: readonly ((target: string, random: Random) => string)[] = [
  target => target.replace('/', '//'),
  target => `http://elsewhere.example${target}`,
  target => `${target}#`,
  target => target.replace(/\/[^/?]*(?=\?|$)/, '/../..$&'),
  target => target.replaceAll('.', '%2e'),
  target => target.toUpperCase(),
  (target, random) => target.replace(/=([^&]*)/, () => `=${Buffer.from(random.pick(TEXTS)).toString('latin1')}`),
  (target, random) => target.replace(/=[^&]*/g, all => (random.chance(0.5) ? all : `=${nextText(random)}`)),
  (target, random) => `${target}${target.includes('?') ? '&' : '?'}${nextText(random)}=${nextText(random)}`,
  (target, random) => target.replace(/\?.*/, query => query + query.replaceAll('?', '&').repeat(random.whole(1, 50))),
  (target, random) => target.replace(/[^/?]+(?=\?|$)/, () => nextText(random)),
  (target, random) => target.slice(0, random.whole(0, target.length)),
  target => target.replace(/\?.*/, ''),
  () => '*',
];

/** Such a text as may stand in a target: blanks there would only ever make it another request line. */
const nextText = (random: Random) => random.pick(TEXTS).replaceAll(/[\s]/g, '+');

const changeTarget: Mutation = (message, random) => {
  message.target = random.pick(TARGETS)(message.target, random);
};

const changeHeaders: Mutation = (message, random) => {
  const at = random.whole(0, message.headers.length);
  const line = message.headers[at] ?? 'X: y';
  const changed = [
    [],
    [line, line],
    [line, random.pick(HEADERS)],
    [line, random.pick(HEADERS)],
    [`${line.split(':')[0] ?? ''}: ${random.pick(TEXTS)}`],
    [line.replace(':', ' :')],
    [line.replace(': ', ':\r\n ')],
    [mutatedBytes(Buffer.from(line, 'latin1'), random, Buffer.from(random.pick(HEADERS))).toString('latin1')],
  ];
  message.headers.splice(at, 1, ...random.pick(changed));
};

const changeFraming: Mutation = (message, random) => {
  message.framing = random.pick(['length', 'length', 'chunked', 'chunked', 'none', 'broken-chunks']);
  if (random.chance(0.4)) message.lengthError = random.pick([-1, 1, 2, -5, 1000, -1000, 1e9]);
  if (random.chance(0.2)) message.lineEnd = random.pick(['\n', '\r', '\r\r\n', '\n\r\n']);
  if (random.chance(0.2))
    message.version = random.pick(['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.11', 'RTSP/1.0', '']);
};

const changeMethod: Mutation = (message, random) => {
  message.method = random.pick(METHODS);
};

const changeBody: Mutation = (message, random, other) => {
  const { body } = message;
  if (body.length === 0 && random.chance(0.9)) message.framing = 'length';
  message.body = random.chance(0.5) ? structured(body, random, other) : mutatedBytes(body, random, other);
};

function structured(body: Buffer, random: Random, other: Buffer): Buffer {
  if (body.length > MOST_BYTES) return body.subarray(0, random.whole(0, MOST_BYTES));
  const [first] = body.toString('latin1', 0, 1);
  if (first === '{') return mutatedJson(body, random);
  if (first === '<') return mutatedXml(body, random);
  return random.chance(0.3) ? random.pick(BOMBS) : mutatedBytes(body, random, other);
}

/** An element or an attribute changed, left out, doubled or nested. */
function mutatedXml(body: Buffer, random: Random): Buffer {
  const text = body.toString('utf8');
  if (random.chance(0.05)) return random.pick(BOMBS);
  const parts = text.split(/(?=<)/);
  const at = random.whole(0, parts.length - 1);
  const part = parts[at] ?? '';
  const changed = [
    '',
    part + part,
    part.replace(/"[^"]*"/, () => `"${random.pick(TEXTS)}"`),
    part.replace(/>.*/s, () => `>${random.pick(TEXTS)}`),
    part.replace(/^<\/?[\w:]+/, () => `<${random.pick(TEXTS)}`),
    `<a:b>${part}`,
    `<![CDATA[${part}]]>`,
    `<!--${part}-->`,
    `<?x ${part}?>`,
    part.slice(0, 1000).repeat(random.whole(2, 400)),
  ];
  parts[at] = random.pick(changed);
  return Buffer.from(parts.join(''));
}

const MUTATIONS: readonly Mutation[] = [
  changeTarget,
  changeTarget,
  changeHeaders,
  changeHeaders,
  changeFraming,
  changeMethod,
  changeBody,
  changeBody,
  changeBody,
  changeBody,
];

/**
 * Breaks a request in one to four places.
 * @param other the body of another one, parts of which may get into this one
 */
export function mutate(message: Message, random: Random, other: Buffer): Message {
  const changed = { ...message, headers: [...message.headers] };
  for (let n = random.whole(1, 4); n > 0; n--) random.pick(MUTATIONS)(changed, random, other);
  return changed;
}
