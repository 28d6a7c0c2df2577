import { numberProblem } from '../text/number-problem.ts';
import { DraftInput } from './draft-input.tsx';
import type { FieldControl } from './field.tsx';
import { useResting } from './use-resting.ts';

/** What a number may be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** How far apart the slider's positions are; the number field takes any number between, whole ones where `whole` says so. */
  readonly step: number;
  readonly whole?: boolean;
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

/** A number by slider and by number field. `onChange` must lead to the new value at once, whatever takes it in the end. */
export function Slider({ control, label, value, range, onChange, disabled = false }: SliderProps) {
  const [draft, setDraft] = useResting(onChange);
  const shown = draft ?? value;
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
      <DraftInput
        type="number"
        class="input number"
        aria-label={`${label}, ${unit}`}
        min={min}
        max={max}
        step="any"
        value={String(shown)}
        disabled={disabled}
        problemOf={text => numberProblem(text, range)}
        onCommit={text => {
          setDraft(undefined);
          onChange(Number(text));
        }}
      />
      <span class="unit">{unit}</span>
    </div>
  );
}
