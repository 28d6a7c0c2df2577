import { useComputed } from '@preact/signals';
import { useSpeaker } from '../data/speaker.ts';
import { sentence } from '../text/sentence.ts';
import { t } from '../language/translate.ts';

/** Says why there is no sound, where the sound card is not open. */
export function SoundCardNotice() {
  const { live } = useSpeaker();
  const reason = useComputed(() => {
    const device = live.audio.value?.engine?.device;
    return device === undefined || device.state === 'open'
      ? undefined
      : (device.reason ?? t('The sound card is not open'));
  }).value;
  if (reason === undefined) return null;
  return (
    <p class="notice error" role="alert">
      {sentence(reason)}
    </p>
  );
}
