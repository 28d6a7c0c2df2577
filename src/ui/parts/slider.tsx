import { useEffect, useState } from 'preact/hooks';
import { DraftInput } from './draft-input.tsx';
import type { FieldControl } from './field.tsx';

/** What a number may be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** How far apart the slider's positions are; the number field takes any number between. */
  readonly step: number;
  readonly unit: string;
}

interface SliderProps {
  readonly control: FieldControl;
  /** Names the number field, which has no label of its own. */
  readonly label: string;
  readonly value: number;
  readonly range: NumberRange;
  /** Told when the slider comes to rest or a number was entered. */
  readonly onChange: (value: number) => void;
  readonly disabled?: boolean;
}

/** Keys move a slider step by step; it rests when none came for so long. */
const REST_MS = 300;
/** What the speaker has not taken by then it has refused: the slider goes back. */
const SETTLE_MS = 3000;

/** A number by slider and by number field. */
export function Slider({ control, label, value, range, onChange, disabled = false }: SliderProps) {
  const [draft, setDraft] = useState<number | undefined>();
  const shown = draft ?? value;
  useEffect(() => setDraft(undefined), [value]);
  useEffect(() => {
    if (draft === undefined || draft === value) return undefined;
    const timer = setTimeout(() => onChange(draft), REST_MS);
    const settle = setTimeout(() => setDraft(undefined), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      clearTimeout(settle);
    };
  }, [draft]);
  const { min, max, step, unit } = range;
  return (
    <div class="slider">
      <input
        {...control}
        type="range"
        min={min}
        max={max}
        step={step}
        value={shown}
        disabled={disabled}
        aria-valuetext={`${shown} ${unit}`}
        onInput={event => setDraft(event.currentTarget.valueAsNumber)}
      />
      <NumberInput label={label} value={shown} range={range} disabled={disabled} onChange={onChange} />
      <span class="unit">{unit}</span>
    </div>
  );
}

type NumberInputProps = Omit<Required<SliderProps>, 'control'>;

function NumberInput({ label, value, range: { min, max, unit }, onChange, disabled }: NumberInputProps) {
  const take = (text: string) => {
    const number = Number(text);
    if (text !== '' && number >= min && number <= max) onChange(number);
  };
  return (
    <DraftInput
      type="number"
      class="input number"
      aria-label={`${label}, ${unit}`}
      min={min}
      max={max}
      step="any"
      value={String(value)}
      disabled={disabled}
      onCommit={take}
    />
  );
}
