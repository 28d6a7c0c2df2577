import { type Answer, type Message, type Question, sameName, textsIn } from './packets.ts';

/** A service that somebody announces. */
export interface FoundService {
  readonly instance: string;
  readonly type: string;
  readonly host: string;
  readonly port: number;
  readonly txt: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
}

/** Of each kind that are remembered: nobody fills our memory with names. */
const MOST = 4000;
const MOST_ADDRESSES = 16;

/** Puts together what answers say of services. */
export class ServiceBook {
  readonly #types: readonly string[];
  readonly #instances = new Map<string, { readonly name: string; readonly type: string }>();
  readonly #targets = new Map<string, { readonly host: string; readonly port: number }>();
  readonly #texts = new Map<string, Readonly<Record<string, string>>>();
  readonly #addresses = new Map<string, Set<string>>();

  /** @param types `_http._tcp` */
  constructor(types: readonly string[]) {
    this.#types = types.map(type => `${type}.local`);
  }

  /** What to ask first. */
  get questions(): readonly Question[] {
    return this.#types.map(name => ({ name, type: 'PTR' }));
  }

  /** What is still missing of instances that are known; never more than go into one packet. */
  get missing(): readonly Question[] {
    return [...this.#instances.entries()]
      .flatMap(([key, { name }]): readonly Question[] => {
        const target = this.#targets.get(key);
        if (target === undefined) return [{ name, type: 'SRV' }];
        if (this.#addresses.has(target.host.toLowerCase())) return [];
        return [{ name: target.host, type: 'A' }];
      })
      .slice(0, 10);
  }

  take({ isResponse, answers, additionals }: Message): void {
    if (!isResponse) return;
    for (const record of [...answers, ...additionals]) this.#takeRecord(record);
  }

  /** Those of which enough is known. */
  list(): readonly FoundService[] {
    return [...this.#instances.entries()].flatMap(([key, { name, type }]) => {
      const target = this.#targets.get(key);
      if (target === undefined) return [];
      return [
        {
          instance: name.slice(0, -type.length - 1),
          type: type.replace(/\.local$/, ''),
          host: target.host.replace(/\.local\.?$/i, ''),
          port: target.port,
          txt: this.#texts.get(key) ?? {},
          addresses: [...(this.#addresses.get(target.host.toLowerCase()) ?? [])],
        },
      ];
    });
  }

  #takeRecord(record: Answer): void {
    const key = record.name.toLowerCase();
    if (record.type === 'PTR') this.#takeInstance(record.name, record.data);
    else if (record.type === 'SRV') put(this.#targets, key, { host: record.data.target, port: record.data.port });
    else if (record.type === 'TXT') put(this.#texts, key, Object.fromEntries(textsIn(record.data).map(pairIn)));
    else if (record.type === 'A' || record.type === 'AAAA') {
      const known = this.#addresses.get(key) ?? new Set();
      if (known.size < MOST_ADDRESSES) known.add(record.data);
      put(this.#addresses, key, known);
    }
  }

  #takeInstance(owner: string, name: string): void {
    const type = this.#types.find(each => sameName(each, owner));
    if (type === undefined || !name.toLowerCase().endsWith(`.${type}`)) return;
    put(this.#instances, name.toLowerCase(), { name, type });
  }
}

function put<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size < MOST || map.has(key)) map.set(key, value);
}

/** `key=value`; names of keys are the same in any case (RFC 6763, 6.4). */
function pairIn(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text.toLowerCase(), ''] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
}
