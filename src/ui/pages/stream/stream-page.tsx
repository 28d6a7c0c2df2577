import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { ListenCard } from './listen-card.tsx';

const ENCODINGS = {
  aac: 'AAC',
  g711: 'G.711 µ-law',
  g711a: 'G.711 A-law',
  g726: 'G.726',
  lpcm: 'LPCM',
  opus: 'Opus',
};
const MESSAGES = { singlepart: 'Single part', multipart: 'Multipart' };

/** What the microphone sends to those who listen. */
export function StreamPage() {
  return (
    <Page title="Stream">
      <SettingCards>
        <ListenCard />
        <Card title="Encoding">
          <p class="card-lead">What programs get that do not say what they want.</p>
          <SettingField path="AudioSource.A0.AudioEncoding" words={ENCODINGS} hint="AAC needs ffmpeg on the speaker." />
          <SettingField
            path="AudioSource.A0.SampleRate"
            hint="Where the encoding does not know it, its usual one is taken."
          />
          <SettingField
            path="AudioSource.A0.BitRate"
            hint="Where the encoding does not know it, its usual one is taken."
          />
          <SettingField path="Audio.A0.HTTPMessageType" words={MESSAGES} />
          <SettingField path="Audio.MaxListeners" />
        </Card>
      </SettingCards>
    </Page>
  );
}
