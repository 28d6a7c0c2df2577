import { useSpeaker } from '../../data/speaker.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';
import { MicrophoneNotice } from '../../parts/microphone-notice.tsx';
import { CODECS } from './source-words.ts';
import { t } from '../../language/translate.ts';

const PATH = 'Stentor.Multicast.Group';

/** The group of other speakers that this one sends to. */
export function GroupCard() {
  const { live, settingAt } = useSpeaker();
  const sent = live.audio.value?.sent ?? [];
  const isSet = settingAt.value.get(`${PATH}.Address`)?.value !== '';
  const isMicrophoneSent = settingAt.value.get(`${PATH}.Microphone`)?.value === true;
  return (
    <div class="cards">
      <Card title={t('Send to a group')} class="wide">
        <p class="card-text">
          {t(
            'Who talks through this speaker’s page may be heard by other speakers that listen to this group; so may its microphone.',
          )}
        </p>
        <SettingField
          path={`${PATH}.Address`}
          label={t('Address')}
          hint={t('224.0.0.0 to 239.255.255.255, or one speaker.')}
        />
        <SettingField path={`${PATH}.Port`} label={t('Port')} />
        <SettingField path={`${PATH}.Codec`} words={CODECS} />
        <SettingField
          path={`${PATH}.TTL`}
          label={t('Hops')}
          hint={t('1 stays in this network; each router takes one.')}
        />
        <SettingField
          path={`${PATH}.Interface`}
          label={t('Interface')}
          hint={t('Its IPv4 address. Empty: as the routes of the speaker say.')}
        />
        <SettingField
          path={`${PATH}.Microphone`}
          hint={isSet ? t('All the time, also after a restart.') : t('Set the address first.')}
        />
        {isMicrophoneSent && <MicrophoneNotice />}
        <p class="stream-line" role="status">
          {sent.length === 0
            ? t('Nothing is sent now.')
            : sent.map(({ name, to }) => t('{name} is sent to {to}.', { name, to })).join(' ')}
        </p>
      </Card>
    </div>
  );
}
