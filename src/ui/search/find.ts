import type { Session, Setting } from '../../api/contract.ts';
import { PLACES } from '../frame/places.ts';
import { translated } from '../language/translate.ts';

/** A place of the page, and what can be found there; search-index.json. */
export interface Findable {
  readonly place: string;
  readonly texts: readonly string[];
  readonly settings: readonly string[];
}

/** Something that was found. */
export interface Found {
  readonly text: string;
  /** The title of its page; empty for the page itself. */
  readonly where: string;
  readonly place: string;
  /** Of a setting. */
  readonly setting?: string;
}

interface Searched {
  readonly index: readonly Findable[];
  readonly settings: readonly Setting[];
  readonly may: (needs: NonNullable<Session['role']>) => boolean;
}

const MOST = 30;
/** Has those settings that stand nowhere else. */
const PLAIN_CONFIG = '/system/plain-config';

/** Pages, cards, fields and settings whose names hold all words; the names that begin with them first. */
export function find(search: string, searched: Searched): readonly Found[] {
  const wanted = folded(search)
    .split(/\s+/)
    .filter(word => word !== '');
  if (wanted.length === 0) return [];
  const found = all(searched).filter(({ text }) => wanted.every(word => folded(text).includes(word)));
  const rank = (each: Found) =>
    (isPlain(each) ? 4 : 0) + (folded(each.text).startsWith(wanted[0] ?? '') ? 0 : 2) + (each.where === '' ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** Without case and accents: "Ausgänge" is found by "ausgange". */
const folded = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

function all({ index, settings, may }: Searched): Found[] {
  const pages = PLACES.flatMap(({ places }) => places).filter(({ needs }) => may(needs));
  const titleOf = (place: string) =>
    pages.find(({ path }) => place === path || (place.startsWith(path) && /^[/?]/.test(place.slice(path.length))))
      ?.title;
  const inside = index.flatMap(({ place, texts }): Found[] => {
    const where = titleOf(place);
    return where === undefined ? [] : texts.map(text => ({ text: translated(text), where, place }));
  });
  const set = settings.flatMap(({ path, title, writable }): Found[] => {
    const place = placeOf(path, index) ?? (writable ? `${PLAIN_CONFIG}?find=${path}` : undefined);
    const where = place === undefined ? undefined : titleOf(place);
    return place === undefined || where === undefined ? [] : [{ text: title, where, place, setting: path }];
  });
  const own = pages.map(({ path, title }) => ({ text: title, where: '', place: path }));
  const elsewhere = new Set([...own, ...set.filter(each => !isPlain(each)), ...inside].map(({ text }) => text));
  return unique([...own, ...set.filter(each => !isPlain(each) || !elsewhere.has(each.text)), ...inside]);
}

const isPlain = ({ place }: Found) => place.startsWith(`${PLAIN_CONFIG}?`);

/** Where a setting is: the longest beginning of its path decides. */
const placeOf = (path: string, index: readonly Findable[]) =>
  index
    .flatMap(({ place, settings }) => settings.map(start => ({ place, start })))
    .filter(({ start }) => path === start || (start.endsWith('.') && path.startsWith(start)))
    .sort((a, b) => b.start.length - a.start.length)[0]?.place;

const unique = (found: readonly Found[]) => [
  ...new Map(found.map(each => [`${each.text} ${each.where} ${each.setting ?? ''}`, each])).values(),
];
