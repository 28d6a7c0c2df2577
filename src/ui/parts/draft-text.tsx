import type { ComponentProps } from 'preact';
import { TextField } from './text-field.tsx';

/** Names of what in a draft is text. */
type TextIn<Draft> = { [Name in keyof Draft]: Draft[Name] extends string ? Name : never }[keyof Draft] & string;

type DraftTextProps<Draft> = Omit<ComponentProps<typeof TextField>, 'name' | 'value' | 'onInput'> & {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly name: TextIn<Draft>;
};

/** A text of a form's draft. */
export const DraftText = <Draft extends object>({ draft, set, name, ...rest }: DraftTextProps<Draft>) => (
  <TextField
    {...rest}
    name={name}
    value={draft[name] as string}
    onInput={text => set({ [name]: text } as unknown as Partial<Draft>)}
  />
);
