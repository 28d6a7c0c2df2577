import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Progress } from '../../parts/progress.tsx';
import { clock } from '../../text/duration.ts';

/** What sounds, and the button that ends it. */
export function PlayingCard() {
  const { live, client, toasts } = useSpeaker();
  const playing = live.audio.value?.playing ?? [];
  const stop = () => void toasts.attempt(() => client.change({ method: 'POST', path: '/api/clips/stop' }));
  return (
    <Card
      title="Now playing"
      aside={
        playing.length > 0 && (
          <button type="button" class="button" onClick={stop}>
            <Icon name="stop" /> Stop
          </button>
        )
      }
    >
      {playing.length === 0 ? (
        <p class="empty">
          Nothing plays. <a href="/audio/clips">Choose a clip</a>
        </p>
      ) : (
        <ul class="playing">
          {playing.map(({ clip, name, atMs, durationMs }) => (
            <li key={clip}>
              <strong>{name}</strong>
              <Progress label={`Position in ${name}`} share={durationMs === 0 ? 0 : atMs / durationMs} />
              <span>
                {clock(atMs)} / {clock(durationMs)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
