import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { decibels } from '../../text/decibels.ts';
import { Meter, MeterScale } from './meter.tsx';
import { t } from '../../language/translate.ts';

const SILENCE = {
  outputPeakDb: -120,
  outputRmsDb: -120,
  inputPeakDb: -120,
  inputRmsDb: -120,
  limiterDb: 0,
  automaticDb: 0,
};

/** How loud it is, now. */
export function LevelsCard() {
  const { live } = useSpeaker();
  const engine = live.audio.value?.engine;
  // What was measured last is no level any more once nothing is measured.
  const measured = live.connection.value === 'open' && engine?.device.state === 'open';
  const meters = measured ? engine.meters : SILENCE;
  const limited = meters.limiterDb < -0.05;
  return (
    <Card title={t('Levels')}>
      <div class="meters">
        <Meter short={t('Output')} label={t('Output level')} peakDb={meters.outputPeakDb} rmsDb={meters.outputRmsDb} />
        <Meter short={t('Input')} label={t('Input level')} peakDb={meters.inputPeakDb} rmsDb={meters.inputRmsDb} />
        <MeterScale />
      </div>
      <MicrophoneNotice />
      <p class={limited ? 'limiter active' : 'limiter'}>
        {limited ? t('Limiter: reduces by {level}', { level: decibels(-meters.limiterDb) }) : t('Limiter: idle')}
      </p>
      {meters.automaticDb > 0.05 && (
        <p class="limiter">{t('Automatic volume: raises by {level}', { level: decibels(meters.automaticDb) })}</p>
      )}
    </Card>
  );
}
