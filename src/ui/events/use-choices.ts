import { useSpeaker } from '../data/speaker.ts';
import { useResource } from '../data/use-resource.ts';
import { type Choices, choicesOf } from './choices.ts';

/** What fields of this speaker's rules can refer to; asked for when the page is opened. */
export function useChoices(): Choices {
  const { clips, recipients, schedules, virtualInputs, multicast, speech, sip } = useSpeaker();
  return choicesOf({
    clips: useResource(clips),
    recipients: useResource(recipients),
    schedules: useResource(schedules),
    inputs: useResource(virtualInputs),
    multicast: useResource(multicast),
    speech: useResource(speech),
    sip: useResource(sip),
  });
}
