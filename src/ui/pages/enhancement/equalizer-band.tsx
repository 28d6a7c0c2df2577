import { useSetting } from '../../data/use-setting.ts';
import { useResting } from '../../parts/use-resting.ts';
import { t } from '../../language/translate.ts';

const MAX_DB = 12;

interface EqualizerBandProps {
  /** The path of the band's gain. */
  readonly path: string;
  readonly side: 'Output' | 'Input';
}

/** One band: an upright slider between its gain and its frequency. */
export function EqualizerBand({ path, side }: EqualizerBandProps) {
  const { setting, saving, wanted, change } = useSetting(path, {});
  const [draft, setDraft] = useResting<number>(change);
  if (setting === undefined) return null;
  const gain = draft ?? Number(wanted === undefined ? setting.value : wanted.value);
  const words = `${gain > 0 ? '+' : ''}${gain}`.replace('-', '−');
  return (
    <label class={saving.state === 'refused' ? 'band refused' : 'band'}>
      <output>{words}</output>
      <input
        type="range"
        min={-MAX_DB}
        max={MAX_DB}
        step={0.5}
        value={gain}
        disabled={!setting.writable}
        aria-label={`${side === 'Output' ? t('Output') : t('Input')}, ${setting.title}`}
        aria-valuetext={`${words} dB`}
        onInput={event => setDraft(event.currentTarget.valueAsNumber)}
      />
      <span>{setting.title.replace(' Hz', '').replace(' kHz', 'k')}</span>
    </label>
  );
}
