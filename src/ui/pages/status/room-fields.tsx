import type { Room } from '../../../api/contract.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { Slider } from '../../parts/slider.tsx';
import { t } from '../../language/translate.ts';

const PRESETS: readonly { readonly value: Room['preset']; readonly label: string }[] = [
  { value: 'direct', label: t('Direct: no echo') },
  { value: 'office', label: t('Office: short echoes') },
  { value: 'hall', label: t('Hall: long echoes') },
  { value: 'blanket', label: t('Blanket over the speaker') },
  { value: 'silent', label: t('Silent: amplifier unplugged') },
];
const NOISE = { min: -120, max: 0, step: 1, unit: 'dBFS' };

interface RoomFieldsProps {
  readonly room: Room;
  readonly locked: boolean;
  readonly onChange: (room: Room) => void;
}

/** The air between the virtual speaker and its microphone. */
export function RoomFields({ room, locked, onChange }: RoomFieldsProps) {
  return (
    <>
      <Field label={t('Room')}>
        {control => (
          <Select
            control={control}
            value={room.preset}
            options={PRESETS}
            disabled={locked}
            onChange={value => {
              const preset = PRESETS.find(option => option.value === value)?.value;
              if (preset !== undefined) onChange({ ...room, preset });
            }}
          />
        )}
      </Field>
      <Field label={t('Noise')} hint={room.noiseDb <= -120 ? t('No noise') : undefined}>
        {control => (
          <Slider
            control={control}
            label={t('Noise')}
            value={room.noiseDb}
            range={NOISE}
            disabled={locked}
            onChange={noiseDb => onChange({ ...room, noiseDb })}
          />
        )}
      </Field>
    </>
  );
}
