import { useSpeaker } from '../data/speaker.ts';
import { SettingField } from '../form.tsx';
import { Page } from '../frame/page.tsx';
import { SettingCards } from '../frame/setting-cards.tsx';
import { Card } from '../parts/card.tsx';
import { SnapcastCard } from './stream/snapcast-card.tsx';
import { t } from '../language/translate.ts';

const WORDS: Readonly<Record<string, string>> = {
  stopped: t('Stopped'),
  connecting: t('Connecting …'),
  playing: t('Playing'),
  waiting: t('Broke off; will be tried again'),
};

/** One station of the network, played as music. */
export function MusicPage() {
  return (
    <Page title={t('Music stream')}>
      <SettingCards>
        <Card title={t('Station')}>
          <SettingField
            path="Stentor.Audio.Stream.URL"
            hint={t('http or https: Icecast, playlists (.m3u, .pls) and plain files in MP3, Ogg Vorbis, Opus or FLAC.')}
          />
          <SettingField path="Stentor.Audio.Stream.Enabled" hint={t('Also after a restart.')} />
          <SettingField path="Stentor.Audio.Stream.Volume" />
          <StreamLine />
        </Card>
        <SnapcastCard />
      </SettingCards>
    </Page>
  );
}

function StreamLine() {
  const { live } = useSpeaker();
  const { state, title, problem } = live.states.value.get('audio.stream') ?? {};
  return (
    <p class={state === 'waiting' ? 'notice' : 'stream-line'} role="status">
      <strong>{WORDS[String(state)] ?? t('Stopped')}</strong>
      {typeof title === 'string' && `: ${title}`}
      {typeof problem === 'string' && `: ${problem}`}
    </p>
  );
}
