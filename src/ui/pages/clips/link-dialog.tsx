import { useState } from 'preact/hooks';
import type { Clip } from '../../../api/contract.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { PlayLinks } from './play-links.tsx';
import { TryClip } from './try-clip.tsx';
import { t } from '../../language/translate.ts';

const MAX_VOLUME = 1000;
const MAX_REPEAT = 1_000_000;

/** Makes the address that plays a clip, for a camera's HTTP recipient. */
export function LinkDialog({ clip, onClose }: { readonly clip: Clip; readonly onClose: () => void }) {
  const [volume, setVolume] = useState('100');
  const [repeat, setRepeat] = useState('0');
  const volumeError = isWhole(volume, 0, MAX_VOLUME) ? undefined : t('Type a number from 0 to 1000.');
  const repeatError = isWhole(repeat, -1, MAX_REPEAT) ? undefined : t('Type 0 or more, or −1 to play until stopped.');
  const play = { repeat: Number(repeat), volume: Number(volume) };
  const valid = volumeError === undefined && repeatError === undefined;
  return (
    <Dialog title={t('Create link for {name}', { name: clip.name })} onClose={onClose}>
      <div class="form">
        <TextField
          label={t('Volume (%)')}
          type="number"
          min={0}
          max={MAX_VOLUME}
          value={volume}
          onInput={setVolume}
          error={volumeError}
          hint={t('100 is the clip as it is. Above that, the limiter keeps loud parts from distorting.')}
        />
        <TextField
          label={t('Number of times to repeat')}
          type="number"
          min={-1}
          max={MAX_REPEAT}
          value={repeat}
          onInput={setRepeat}
          error={repeatError}
          hint={repeatWords(repeatError === undefined ? play.repeat : undefined)}
          after={
            <label class="check">
              <input
                type="checkbox"
                checked={repeat === '-1'}
                onChange={event => setRepeat(event.currentTarget.checked ? '-1' : '0')}
              />
              {t('Until stopped')}
            </label>
          }
        />
        <PlayLinks link={valid ? { location: clip.location, ...play } : undefined} />
        <TryClip clip={clip} play={valid ? play : undefined} onClose={onClose} />
      </div>
    </Dialog>
  );
}

const isWhole = (text: string, min: number, max: number) =>
  /^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max;

function repeatWords(repeat: number | undefined): string {
  if (repeat === undefined) return '';
  if (repeat === -1) return t('−1: plays until stopped.');
  return repeat === 0 ? t('0: plays once.') : t('Plays {repeat} times in all.', { repeat: repeat + 1 });
}
