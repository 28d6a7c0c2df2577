import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { ConfirmCard } from './confirm-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { ResultCard } from './result-card.tsx';
import { StateCard } from './state-card.tsx';
import { t } from '../../language/translate.ts';

const CONFIRMED = [
  ['Emergency', t('Emergency')],
  ['Paging', t('Paging')],
  ['Announcement', t('Announcement')],
  ['Advertisement', t('Advertisement')],
  ['Music', t('Music')],
] as const;

/** Whether the speaker still sounds as it did when it was mounted. */
export function SpeakerTestPage() {
  const { speakerTest } = useSpeaker();
  const info = useResource(speakerTest);
  return (
    <Page title={t('Speaker test')}>
      <p class="page-lead">
        {t('The speaker plays test tones and its microphone compares them with how they sounded at the calibration.')}
      </p>
      <MicrophoneNotice />
      {info === undefined ? (
        <Waiting
          what={t('the speaker test')}
          problem={speakerTest.problem.value}
          onRetry={() => void speakerTest.ask()}
        />
      ) : (
        <div class="cards speaker-test">
          <StateCard info={info} />
          <ConfirmCard info={info} />
          {info.last !== null && <ResultCard run={info.last} />}
          <HistoryCard info={info} />
          <SettingsCard />
        </div>
      )}
    </Page>
  );
}

function SettingsCard() {
  const { settings } = useSpeaker();
  if (useResource(settings) === undefined) return null;
  return (
    <Card title={t('Settings')}>
      <SettingField
        path="Stentor.SpeakerTest.Level"
        hint={t('Whatever output gain and equalizer are. Counts from the next calibration on.')}
      />
      <SettingField path="Stentor.SpeakerTest.RetryMinutes" />
      <SettingField path="Stentor.SpeakerTest.Retries" />
      <h3>{t('The microphone confirms what was played')}</h3>
      {CONFIRMED.map(([name, label]) => (
        <SettingField key={name} path={`Stentor.SpeakerTest.Confirm.${name}`} label={label} />
      ))}
      <p class="card-text">{t('Calls are never listened to.')}</p>
    </Card>
  );
}
