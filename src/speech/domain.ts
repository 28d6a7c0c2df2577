import type { Off } from '../core/clock.ts';
import { speechActions } from './actions.ts';
import { createEspeak } from './espeak.ts';
import { createFlite } from './flite.ts';
import { Speech, type SpeechDeps } from './speech.ts';

/** Text that is said. */
export function createSpeech(deps: Omit<SpeechDeps, 'synthesizers'>) {
  const { clock } = deps;
  const speech = new Speech({ ...deps, synthesizers: [createEspeak({ clock }), createFlite({ clock })] });
  return {
    speech,
    actions: speechActions(speech),
    async start(): Promise<Off> {
      await speech.sweep();
      return () => undefined;
    },
  };
}
