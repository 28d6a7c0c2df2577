import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { ListenCard } from './listen-card.tsx';
import { t } from '../../language/translate.ts';

const ENCODINGS = {
  aac: 'AAC',
  g711: 'G.711 µ-law',
  g711a: 'G.711 A-law',
  g726: 'G.726',
  lpcm: 'LPCM',
  opus: 'Opus',
};
const MESSAGES = { singlepart: t('Single part'), multipart: t('Multipart') };

/** What the microphone sends to those who listen. */
export function StreamPage() {
  return (
    <Page title={t('Stream')}>
      <SettingCards>
        <ListenCard />
        <Card title={t('Encoding')}>
          <p class="card-text">{t('What programs get that do not say what they want.')}</p>
          <SettingField
            path="AudioSource.A0.AudioEncoding"
            words={ENCODINGS}
            hint={t('AAC needs ffmpeg on the speaker.')}
          />
          <SettingField
            path="AudioSource.A0.SampleRate"
            hint={t('Where the encoding does not know it, its usual one is taken.')}
          />
          <SettingField
            path="AudioSource.A0.BitRate"
            hint={t('Where the encoding does not know it, its usual one is taken.')}
          />
          <SettingField path="Audio.A0.HTTPMessageType" words={MESSAGES} />
          <SettingField path="Audio.MaxListeners" />
        </Card>
      </SettingCards>
    </Page>
  );
}
