import { useEffect, useState } from 'preact/hooks';
import type { SipCall } from '../../api/contract.ts';
import { useSpeaker } from '../data/speaker.ts';
import { Field } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Slider } from '../parts/slider.tsx';

/** Of a call's sound in the speaker, dB. */
const LEVEL = { min: -30, max: 20, step: 1, unit: 'dB' } as const;

/** Stands above every page while a call rings or runs. */
export function CallBar() {
  const { session, sip } = useSpeaker();
  const mayCall = session.may('operator');
  useEffect(() => {
    if (mayCall) void sip.ask();
  }, [mayCall, sip]);
  const calls = sip.value.value?.calls.filter(({ state }) => state !== 'Idle' && state !== 'Terminated') ?? [];
  if (!mayCall || calls.length === 0) return null;
  return (
    <section class="sip-bar" aria-label="Calls">
      {calls.map(call => (
        <CallLine key={call.id} call={call} />
      ))}
    </section>
  );
}

function CallLine({ call }: { readonly call: SipCall }) {
  const { client, sip, toasts } = useSpeaker();
  /** What was chosen, until the speaker tells the same. */
  const [chosen, setChosen] = useState<number>();
  const { id, state, direction, muted } = call;
  const who = call.remoteName === '' ? call.remoteUri : call.remoteName;
  const act = (verb: string, body: object) =>
    toasts.attempt(async () => {
      await client.change({ method: 'POST', path: `/api/sip/calls/${encodeURIComponent(id)}/${verb}`, body });
      await sip.ask();
    }, `call ${id}`);
  const setLevel = (gainDb: number) => {
    setChosen(gainDb);
    void act('gain', { gainDb }).then(() => setChosen(undefined));
  };
  return (
    <div class="sip-bar-line">
      <p role="status">
        <Icon name="phone" /> {wordsOf(call)} <strong>{who}</strong>
      </p>
      {state === 'Active' && (
        <button type="button" class="button" aria-pressed={muted} onClick={() => void act('mute', { muted: !muted })}>
          <Icon name="microphone" /> {muted ? 'Muted' : 'Mute'}
          <span class="out-of-sight"> microphone for {who}</span>
        </button>
      )}
      {state === 'Ringing' && direction === 'Incoming' && (
        <button type="button" class="button primary" onClick={() => void act('answer', {})}>
          Answer<span class="out-of-sight"> {who}</span>
        </button>
      )}
      <button
        type="button"
        class="button danger"
        disabled={state === 'Terminating'}
        onClick={() => void act('end', {})}
      >
        End<span class="out-of-sight"> call: {who}</span>
      </button>
      {state === 'Active' && (
        <Field label="Level">
          {control => (
            <Slider control={control} label="Level" value={chosen ?? call.gainDb} range={LEVEL} onChange={setLevel} />
          )}
        </Field>
      )}
    </div>
  );
}

function wordsOf({ state, direction, held }: SipCall): string {
  if (state === 'Active') return held ? 'On hold:' : 'In a call with';
  if (state === 'Terminating') return 'Ending the call with';
  return direction === 'Incoming' ? 'Call from' : 'Calling';
}
