import type { Clip, ClipChange } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';

/** Lets a clip play with its own gain, or as loud as all others; can be undone. */
export function useOwnGain(): (clip: Clip, ownGain: boolean) => void {
  const { client, clips, toasts } = useSpeaker();
  return ({ id, name }, ownGain) => {
    const path = `/api/clips/${encodeURIComponent(id)}`;
    const write = async (to: boolean) => {
      const body: ClipChange = { ownGain: to };
      await client.change({ method: 'PATCH', path, body });
      await clips.ask();
    };
    const text = ownGain
      ? t('“{name}” plays with its own gain.', { name })
      : t('“{name}” plays as loud as the others.', { name });
    void toasts.attempt(async () => {
      await write(ownGain);
      toasts.done(text, { about: `${path}-gain`, undo: () => write(!ownGain) });
    }, 'own-gain');
  };
}
