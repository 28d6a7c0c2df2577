import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { SettingField } from '../../form.tsx';
import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { RecordButton } from './record-button.tsx';
import { RecordingList } from './recording-list.tsx';
import { t } from '../../language/translate.ts';

/** What the microphone heard: listen, download, delete; and how much of it is kept. */
export const RecordingsPage = () => (
  <OnlyFor needs="operator" title={t('Recordings')}>
    <Recordings />
  </OnlyFor>
);

function Recordings() {
  const { recordings, settings } = useSpeaker();
  const known = useResource(recordings);
  useResource(settings);
  return (
    <Page title={t('Recordings')} actions={known !== undefined && <RecordButton recordings={known} />}>
      <MicrophoneNotice />
      {known === undefined ? (
        <Waiting what={t('the recordings')} problem={recordings.problem.value} onRetry={() => void recordings.ask()} />
      ) : (
        <div class="stack">
          <RecordingList recordings={known} />
          <Card title={t('What is kept')}>
            <SettingField
              path="Stentor.Recordings.DeleteOldest"
              hint={t(
                'Else nothing more is recorded where there is no room, and the event “Recording finished” tells why.',
              )}
            />
            <SettingField path="Stentor.Recordings.MaxCount" />
            <SettingField
              path="Stentor.Recordings.Quota"
              hint={t(
                'An hour takes 29 MB. Recordings go to the medium in the storage slot, else to the internal storage.',
              )}
            />
          </Card>
        </div>
      )}
    </Page>
  );
}
