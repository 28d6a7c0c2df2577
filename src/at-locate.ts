import type { createAudio } from './audio/index.ts';
import { inBackground } from './core/background.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import type { createSpeech } from './speech/index.ts';
import { controlButton, type createSystem } from './system/index.ts';

interface AtLocateParts {
  readonly events: EventBus;
  readonly system: Pick<ReturnType<typeof createSystem>, 'identify'>;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'locateTone'>;
  readonly speech: ReturnType<typeof createSpeech>;
}

/** Twice, because nobody listens at once. */
const WORDS = 'This is {{name}}. The address is {{address}}. I repeat: {{name}}, {{address}}.';

/** A part of the house's wiring: the speaker rings while it is looked for, and says who and where it is. */
export const createAtLocate = ({ log }: { readonly log: Log }, { events, system, audio, speech }: AtLocateParts) => ({
  start() {
    system.identify.useSound(() => audio.locateTone.start());
    return events.on(controlButton, ({ gesture }) => {
      if (gesture === 'announce')
        inBackground(log, 'saying name and address', () => speech.speech.say({ text: WORDS }));
    });
  },
});
