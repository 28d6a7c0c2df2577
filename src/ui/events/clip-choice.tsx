import { useState } from 'preact/hooks';
import type { FieldControl } from '../parts/field.tsx';
import { type Option, Select } from '../parts/select.tsx';
import { t } from '../language/translate.ts';

interface ClipChoiceProps {
  readonly control: FieldControl;
  readonly text: string;
  /** Clips by their file names, and what stands for none. */
  readonly options: readonly Option[];
  readonly onChange: (text: string) => void;
}

/** No clip has this as its file name. */
const TYPED = '/typed';

/** A clip of the list, or a file name that is typed: one with `*` plays one of those that fit. */
export function ClipChoice({ control, text, options, onChange }: ClipChoiceProps) {
  const [asked, setAsked] = useState(false);
  const isTyped = asked || !options.some(({ value }) => value === text);
  const choose = (value: string) => {
    setAsked(value === TYPED);
    if (value !== TYPED) onChange(value);
  };
  return (
    <div class="stacked">
      <Select
        control={control}
        value={isTyped ? TYPED : text}
        options={[...options, { value: TYPED, label: t('By file name …') }]}
        onChange={choose}
      />
      {isTyped && (
        <input
          class="input"
          aria-label={t('File name; * stands for anything')}
          placeholder="gong-*.wav"
          value={text}
          autocomplete="off"
          spellcheck={false}
          onInput={event => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
