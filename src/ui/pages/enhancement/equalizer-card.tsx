import { useSpeaker } from '../../data/speaker.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';
import { CurvePlot } from './curve-plot.tsx';
import { EqualizerBand } from './equalizer-band.tsx';
import { useCurve } from './use-curve.ts';
import { t } from '../../language/translate.ts';

const HZ = [31, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000];

/** Ten sliders and the curve that they make. */
export function EqualizerCard({ side }: { readonly side: 'Output' | 'Input' }) {
  const { settingAt, session } = useSpeaker();
  const enabled = `Stentor.Audio.${side}Equalizer.Enabled`;
  const paths = HZ.map(hz => `Stentor.Audio.${side}Equalizer.Hz${hz}`);
  const gains = paths.map(path => Number(settingAt.value.get(path)?.value ?? 0));
  const isOn = settingAt.value.get(enabled)?.value === true;
  const curve = useCurve(gains);
  return (
    <Card title={side === 'Output' ? t('Output equalizer') : t('Input equalizer')}>
      <SettingField path={enabled} />
      <div
        class={isOn ? 'equalizer' : 'equalizer off'}
        role="group"
        aria-label={side === 'Output' ? t('Output equalizer, bands') : t('Input equalizer, bands')}
      >
        <CurvePlot curve={curve} />
        {paths.map(path => (
          <EqualizerBand key={path} path={path} side={side} />
        ))}
      </div>
      {session.may('operator') && <FlatButton paths={paths} side={side} disabled={gains.every(gain => gain === 0)} />}
    </Card>
  );
}

interface FlatButtonProps {
  readonly paths: readonly string[];
  readonly side: 'Output' | 'Input';
  readonly disabled: boolean;
}

/** All bands back to 0 dB; can be undone. */
function FlatButton({ paths, side, disabled }: FlatButtonProps) {
  const { client, settings, settingAt, toasts } = useSpeaker();
  const write = async (values: Readonly<Record<string, unknown>>) => {
    await client.change({ method: 'PATCH', path: '/api/settings', body: values });
    await settings.ask();
  };
  const flatten = () => {
    const before = Object.fromEntries(paths.map(path => [path, settingAt.peek().get(path)?.value ?? 0]));
    void toasts.attempt(async () => {
      await write(Object.fromEntries(paths.map(path => [path, 0])));
      const text =
        side === 'Output' ? t('Output equalizer: all bands at 0 dB') : t('Input equalizer: all bands at 0 dB');
      toasts.done(text, { about: `${side}-flat`, undo: () => write(before) });
    }, `${side}-flat`);
  };
  return (
    <div class="form-buttons">
      <button type="button" class="button" disabled={disabled} onClick={flatten}>
        {t('All bands to 0 dB')}
      </button>
    </div>
  );
}
