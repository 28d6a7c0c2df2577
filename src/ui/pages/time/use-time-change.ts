import type { Time, TimeChange } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';

/** Changes the speaker's clock. */
export function useTimeChange() {
  const { client, time, toasts } = useSpeaker();
  const send = async (method: 'PATCH' | 'PUT', path: string, body: unknown) => {
    time.value.value = (await client.change({ method, path, body })) as Time;
    toasts.done(t('The time settings were changed.'), { about: 'time' });
  };
  return {
    /** @throws Refusal */
    change: (body: TimeChange) => send('PATCH', '/api/time', body),
    /** @throws Refusal */
    set: (time: string) => send('PUT', '/api/time/clock', { time }),
  };
}
