import type { Clock, Off } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { ParamStore } from '../../settings/index.ts';
import type { StartedVoice } from '../voice-spec.ts';
import type { GroupSender } from './group-sender.ts';
import { GROUP_PARAMS, groupMicrophone, groupOf } from './send-params.ts';

/** A sending that ended by itself is tried again after this long: a network that is not there yet may come. */
const AGAIN_MS = 5000;

interface GroupMicrophoneDeps {
  readonly params: ParamStore;
  readonly sender: Pick<GroupSender, 'sendMicrophone'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Sends the microphone to the group as long as the settings say so. */
export function followGroupMicrophone({ params, sender, clock, log }: GroupMicrophoneDeps): Off {
  let sending: StartedVoice | undefined;
  let offAgain: Off = () => undefined;

  const stop = () => {
    const voice = sending;
    sending = undefined;
    void offAgain();
    voice?.stop();
  };
  const follow = () => {
    stop();
    const target = params.get(groupMicrophone) ? groupOf(params) : undefined;
    if (target === undefined) return;
    try {
      const voice = sender.sendMicrophone(target, () => {
        if (sending === voice) offAgain = clock.after(AGAIN_MS, follow);
      });
      sending = voice;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.warn('the microphone is not sent', { reason: error.message });
      offAgain = clock.after(AGAIN_MS, follow);
    }
  };
  follow();
  const off = params.onChange(changed => {
    if (GROUP_PARAMS.some(({ path }) => changed.has(path))) follow();
  });
  return () => {
    off();
    stop();
  };
}
