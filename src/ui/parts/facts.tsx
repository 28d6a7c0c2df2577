import type { ComponentChildren } from 'preact';

/** One thing that is known. */
export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  /** A word more, in small. */
  readonly note?: string | undefined;
  /** Something is wrong with it. */
  readonly bad?: boolean;
}

/** Names and values beside each other. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value, note, bad = false }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={bad ? 'bad' : ''}>
            {value}
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
