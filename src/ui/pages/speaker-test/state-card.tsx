import { useState } from 'preact/hooks';
import type { SpeakerTestActivity, SpeakerTestInfo } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Progress } from '../../parts/progress.tsx';
import { minute } from '../../text/when.ts';
import { Meter, MeterScale } from '../status/meter.tsx';
import { CalibrateDialog } from './calibrate-dialog.tsx';
import { reasonWords, STALE } from './words.ts';
import { t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';

/** What runs, what can be begun, and why not. */
export function StateCard({ info }: { readonly info: SpeakerTestInfo }) {
  const { session, toasts, client } = useSpeaker();
  const [calibrating, setCalibrating] = useState(false);
  const { activity, obstacle, calibration } = info;
  const isBusy = activity.doing !== 'nothing';
  const order = (name: string) =>
    void toasts.attempt(() => client.change({ method: 'POST', path: `/api/speaker-test/${name}` }), 'speaker-test');
  const mayRun = calibration !== null && obstacle === null;
  return (
    <Card title={t('Test')}>
      <State info={info} />
      <p class="card-action speaker-test-actions">
        {session.may('admin') && (
          <button
            type="button"
            class={calibration === null ? 'button primary' : 'button'}
            aria-disabled={obstacle !== null}
            aria-describedby="speaker-test-state"
            onClick={() => obstacle === null && setCalibrating(true)}
          >
            {t('Calibrate')}
          </button>
        )}
        {session.may('operator') && (
          <button
            type="button"
            class={calibration === null ? 'button' : 'button primary'}
            aria-disabled={!mayRun}
            aria-describedby="speaker-test-state"
            onClick={() => mayRun && order('run')}
          >
            {t('Run the test')}
          </button>
        )}
        {isBusy && session.may('operator') && (
          <button type="button" class="button" onClick={() => order('stop')}>
            {t('Stop')}
          </button>
        )}
      </p>
      {calibrating && <CalibrateDialog onClose={() => setCalibrating(false)} />}
    </Card>
  );
}

function State({ info: { activity, obstacle, calibration, lastCalibration } }: { readonly info: SpeakerTestInfo }) {
  return (
    <div>
      <p id="speaker-test-state" class="card-text" role="status">
        {stateSentence(activity, calibration?.at)}
      </p>
      {activity.doing === 'nothing' ? (
        <AtRest obstacle={obstacle} refused={lastCalibration?.reason ?? ''} />
      ) : (
        <Running activity={activity} />
      )}
      {calibration?.stale.map(reason => (
        <p key={reason} class="notice">
          {STALE[reason]}
        </p>
      ))}
    </div>
  );
}

/** What is in the way, and why the last calibration was refused. */
function AtRest({ obstacle, refused }: { readonly obstacle: string | null; readonly refused: string }) {
  const inTheWay = obstacle === null ? undefined : reasonWords(obstacle);
  const why = refused === '' ? undefined : reasonWords(refused);
  return (
    <>
      {inTheWay !== undefined && (
        <p class="notice">
          {inTheWay.sentence} {inTheWay.check}
        </p>
      )}
      {why !== undefined && (
        <p class="notice bad" role="alert">
          {t('The last calibration was refused. {sentence} {check}', why)}
        </p>
      )}
    </>
  );
}

function stateSentence(activity: SpeakerTestActivity, calibratedAt: string | undefined): string {
  switch (activity.doing) {
    case 'calibrating':
    case 'testing': {
      const doing = activity.doing === 'calibrating' ? t('Calibrating') : t('Testing');
      const { recording, of } = activity;
      const what = of === 1 ? doing : t('{doing}, recording {recording} of {of}', { doing, recording, of });
      return activity.phase === 'playing'
        ? t('{what}: test tones sound.', { what })
        : t('{what}: the recording is analysed.', { what });
    }
    case 'postponed':
      return t('The test waits: {reason} sounds.', { reason: told(activity.reason) });
    case 'waiting':
      return t('{sentence} The next try is at {time}.', {
        sentence: reasonWords(activity.reason).sentence,
        time: minute(activity.until),
      });
    case 'nothing':
      return calibratedAt === undefined
        ? t('Not calibrated yet. Mount the speaker where it belongs, then calibrate it.')
        : t('Calibrated {time}.', { time: minute(calibratedAt) });
  }
}

function Running({ activity }: { readonly activity: SpeakerTestActivity }) {
  const { live } = useSpeaker();
  if (activity.doing === 'postponed' || activity.doing === 'waiting' || activity.doing === 'nothing') return null;
  const meters = live.audio.value?.engine?.meters;
  const share =
    activity.of === 1 ? undefined : (activity.recording - (activity.phase === 'playing' ? 1 : 0)) / activity.of;
  return (
    <>
      <Progress label={activity.doing === 'calibrating' ? t('Calibration') : t('Speaker test')} share={share} />
      {meters !== undefined && (
        <div class="meters">
          <Meter
            short={t('Output')}
            label={t('Output level')}
            peakDb={meters.outputPeakDb}
            rmsDb={meters.outputRmsDb}
          />
          <Meter
            short={t('Microphone')}
            label={t('Microphone level')}
            peakDb={meters.inputPeakDb}
            rmsDb={meters.inputRmsDb}
          />
          <MeterScale />
        </div>
      )}
    </>
  );
}
