import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { decibels } from '../../text/decibels.ts';
import { Meter, MeterScale } from './meter.tsx';

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
    <Card title="Levels">
      <div class="meters">
        <Meter label="Output" peakDb={meters.outputPeakDb} rmsDb={meters.outputRmsDb} />
        <Meter label="Input" peakDb={meters.inputPeakDb} rmsDb={meters.inputRmsDb} />
        <MeterScale />
      </div>
      <MicrophoneNotice />
      <p class={limited ? 'limiter active' : 'limiter'}>
        Limiter: {limited ? `reduces by ${decibels(-meters.limiterDb)}` : 'idle'}
      </p>
      {meters.automaticDb > 0.05 && <p class="limiter">Automatic volume: raises by {decibels(meters.automaticDb)}</p>}
    </Card>
  );
}
