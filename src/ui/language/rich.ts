import type { ComponentChildren } from 'preact';
import { type Holes, wording } from './translate.ts';

/** Names of the marks in a text: `link` of "Choose <link>a clip</link>". */
type Marks<T extends string> = T extends `${string}</${infer Name}>${infer Rest}` ? Name | Marks<Rest> : never;

type Parts<T extends string> = Readonly<
  Record<Holes<T>, ComponentChildren> & Record<Marks<T>, (inside: string) => ComponentChildren>
>;

/** A text of the page with elements in it: `rich('See <link>Logs</link>.', { link: text => <a href="/x">{text}</a> })`. */
export function rich<T extends string>(text: T, parts: Parts<T>): ComponentChildren {
  const all: Readonly<Record<string, unknown>> = parts;
  const pieces = wording(text).split(/(<\w+>[^<]*<\/\w+>|\{\w+\})/);
  return pieces.map((piece): ComponentChildren => {
    const [, mark = '', inside = '', hole = ''] = /^<(\w+)>([^<]*)<\/\w+>$|^\{(\w+)\}$/.exec(piece) ?? [];
    const part = all[mark === '' ? hole : mark];
    return typeof part === 'function'
      ? (part as (inside: string) => ComponentChildren)(inside)
      : ((part as ComponentChildren) ?? piece);
  });
}
