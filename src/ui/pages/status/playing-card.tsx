import type { Source } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Progress } from '../../parts/progress.tsx';
import { decibels } from '../../text/decibels.ts';
import { clock } from '../../text/duration.ts';
import { t } from '../../language/translate.ts';

const CLASSES: Readonly<Record<Source['sourceClass'], string>> = {
  emergency: t('emergency'),
  call: t('call'),
  paging: t('paging'),
  announcement: t('announcement'),
  advertisement: t('advertisement'),
  music: t('music'),
  test: t('test'),
};

/** What sounds, and the button that ends it. */
export function PlayingCard() {
  const { live, client, toasts } = useSpeaker();
  const playing = live.audio.value?.playing ?? [];
  const others = live.audio.value?.live ?? [];
  const sent = live.audio.value?.sent ?? [];
  const stop = () => void toasts.attempt(() => client.change({ method: 'POST', path: '/api/clips/stop' }));
  return (
    <Card
      title={t('Now playing')}
      aside={
        playing.length > 0 && (
          <button type="button" class="button" onClick={stop}>
            <Icon name="stop" /> {t('Stop')}
          </button>
        )
      }
    >
      {playing.length + others.length + sent.length === 0 ? (
        <p class="empty">
          {t('Nothing plays.')} <a href="/audio/clips">{t('Choose a clip')}</a>
        </p>
      ) : (
        <ul class="playing">
          {others.map(source => (
            <li key={source.voice}>
              <strong>{source.name}</strong>
              <Standing source={source} />
              <StopOne source={source} />
            </li>
          ))}
          {playing.map(({ atMs, durationMs, ...source }) => (
            <li key={source.voice}>
              <strong>{source.name}</strong>
              <Standing source={source} />
              <StopOne source={source} />
              <Progress
                label={t('Position in {name}', { name: source.name })}
                share={durationMs === 0 ? 0 : atMs / durationMs}
              />
              <span>
                {clock(atMs)} / {clock(durationMs)}
              </span>
            </li>
          ))}
          {sent.map(({ voice, name, to }) => (
            <li key={voice}>
              <strong>{name}</strong>
              <em>{t('sent to {to}', { to })}</em>
              <StopOne source={{ voice, name }} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The class, and what it leaves of the sound now. */
function Standing({ source }: { readonly source: Source }) {
  const { sourceClass, heard } = source;
  const level = heard === 0 ? t('waits') : heard < 0.999 ? decibels(20 * Math.log10(heard)) : '';
  return (
    <em>
      {CLASSES[sourceClass]}
      {level !== '' && ` · ${level}`}
      <Loudness source={source} />
    </em>
  );
}

/** How loud it comes, and what is done about it. */
function Loudness({ source: { lufs, gainDb } }: { readonly source: Source }) {
  if (gainDb === undefined) return null;
  const gain = `${gainDb > 0 ? '+' : ''}${decibels(gainDb)}`;
  return (
    <small class="line">
      {lufs === undefined
        ? t('gain {gain}', { gain })
        : t('loudness {loudness}, gain {gain}', { loudness: decibels(lufs, 'LUFS'), gain })}
    </small>
  );
}

function StopOne({ source: { voice, name } }: { readonly source: Pick<Source, 'voice' | 'name'> }) {
  const { client, toasts, session } = useSpeaker();
  if (!session.may('operator')) return null;
  const request = { method: 'POST', path: '/api/audio/stop', body: { voice } } as const;
  const stop = () => void toasts.attempt(() => client.change(request));
  return <IconButton icon="stop" label={t('Stop {name}', { name })} onClick={stop} />;
}
