import { useState } from 'preact/hooks';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import type { Clip } from '../../../api/contract.ts';
import { Icon } from '../../parts/icon.tsx';
import type { ClipLink } from './clip-link.ts';
import { t } from '../../language/translate.ts';

interface TryProps {
  readonly clip: Clip;
  /** How to play it; undefined where that is not known. */
  readonly play: Pick<ClipLink, 'repeat' | 'volume'> | undefined;
  readonly onClose: () => void;
}

/** Plays the clip as the link would, and stops it. */
export function TryClip({ clip, play, onClose }: TryProps) {
  const { client, live } = useSpeaker();
  const [problem, setProblem] = useState('');
  const playing = live.audio.value?.playing.some(({ clip: id }) => id === clip.id) === true;
  const post = (path: string, body: unknown) => {
    setProblem('');
    client.change({ method: 'POST', path, body }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      setProblem(error.message);
    });
  };
  return (
    <>
      {problem !== '' && (
        <p class="notice error" role="alert">
          {problem}
        </p>
      )}
      <div class="form-buttons">
        {playing ? (
          <button type="button" class="button" onClick={() => post('/api/clips/stop', {})}>
            <Icon name="stop" /> {t('Stop')}
          </button>
        ) : (
          <button
            type="button"
            class="button"
            disabled={play === undefined}
            onClick={() => post(`/api/clips/${encodeURIComponent(clip.id)}/play`, play)}
          >
            <Icon name="play" /> {t('Try')}
          </button>
        )}
        <button type="button" class="button primary" onClick={onClose}>
          {t('Done')}
        </button>
      </div>
    </>
  );
}
