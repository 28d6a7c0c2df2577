import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { EqualizerCard } from './equalizer-card.tsx';
import { t } from '../../language/translate.ts';

/** What is done to all sound on its way out, and to what the microphone hears. */
export function EnhancementPage() {
  return (
    <Page title={t('Audio enhancement')}>
      <SettingCards>
        <Cards />
      </SettingCards>
    </Page>
  );
}

const Cards = () => (
  <>
    <EqualizerCard side="Output" />
    <EqualizerCard side="Input" />
    <Card title={t('Loudness')}>
      <SettingField
        path="Stentor.Audio.Loudness.Enabled"
        hint={t('Each clip plays with the gain that makes it as loud as the others; a clip’s menu can leave it out.')}
      />
      <SettingField path="Stentor.Audio.Loudness.Target" hint={t('True peaks stay at or below −1 dBTP.')} />
      <SettingField path="Stentor.Audio.Leveller.Enabled" hint={t('Follows slowly what live sources bring.')} />
      <SettingField path="Stentor.Audio.Leveller.MaxGain" />
      <SettingField path="Stentor.Audio.Leveller.Speed" />
    </Card>
    <Card title={t('Automatic volume control')}>
      <SettingField
        path="Stentor.Audio.AutomaticVolume.Enabled"
        hint={t('Louder where the room is loud. Listens only while the speaker is silent.')}
      />
      <MicrophoneNotice />
      <SettingField
        path="Stentor.Audio.AutomaticVolume.QuietLevel"
        hint={t('At the microphone; below it nothing is added.')}
      />
      <SettingField path="Stentor.Audio.AutomaticVolume.Slope" />
      <SettingField path="Stentor.Audio.AutomaticVolume.MaxGain" />
    </Card>
    <Card title={t('Quiet hours')}>
      <SettingField path="Stentor.Audio.QuietHours.Enabled" hint={t('Only an emergency is louder than the cap.')} />
      <SettingField path="Stentor.Audio.QuietHours.From" />
      <SettingField path="Stentor.Audio.QuietHours.Until" />
      <SettingField path="Stentor.Audio.QuietHours.MaxGain" />
    </Card>
    <Card title={t('Delay')}>
      <SettingField
        path="Stentor.Audio.OutputDelay"
        hint={t('Puts speakers at a distance in step: about 3 ms for each metre.')}
      />
    </Card>
  </>
);
