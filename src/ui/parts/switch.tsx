import type { FieldControl } from './field.tsx';
import { t } from '../language/translate.ts';

interface SwitchProps {
  readonly control: FieldControl;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  /** Words for both positions. */
  readonly words?: readonly [off: string, on: string];
}

/** Something that is on or off, and changes at once. */
export function Switch({ control, on, onChange, disabled = false, words = [t('Off'), t('On')] }: SwitchProps) {
  return (
    <span class="switch">
      <input
        {...control}
        type="checkbox"
        role="switch"
        checked={on}
        disabled={disabled}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <span aria-hidden="true">{words[on ? 1 : 0]}</span>
    </span>
  );
}
