import { useSpeaker } from '../data/speaker.ts';
import { t } from '../language/translate.ts';

/** Says that nobody hears the microphone, where its switch is off. */
export function MicrophoneNotice() {
  const { live } = useSpeaker();
  if (live.states.value.get('system.microphone-switch')?.['on'] !== false) return null;
  return (
    <p class="notice" role="status">
      {t('The microphone switch is off: nobody hears the microphone until somebody switches it on at the speaker.')}
    </p>
  );
}
