import { useId, useRef, useState } from 'preact/hooks';
import type { SipCall } from '../../api/contract.ts';
import { useSpeaker } from '../data/speaker.ts';
import { Field } from '../parts/field.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Slider } from '../parts/slider.tsx';
import type { ActOnCall } from './act-on-call.ts';
import { Keypad } from './keypad.tsx';
import { TransferCall } from './transfer-call.tsx';

/** Of a call's sound in the speaker, dB. */
const LEVEL = { min: -30, max: 20, step: 1, unit: 'dB' } as const;

interface CallLineProps {
  readonly call: SipCall;
  /** All that ring or run. */
  readonly calls: readonly SipCall[];
}

/** One call that rings or runs, and all that can be done with it. */
export function CallLine({ call, calls }: CallLineProps) {
  const { client, sip } = useSpeaker();
  const { id, state } = call;
  const act: ActOnCall = async (verb, body) => {
    await client.change({ method: 'POST', path: `/api/sip/calls/${encodeURIComponent(id)}/${verb}`, body });
    await sip.ask();
  };
  return (
    <div class="sip-bar-line">
      <p role="status">
        <Icon name="phone" /> {wordsOf(call)} <strong>{nameOf(call)}</strong>
        {call.transfer?.state === 'failed' && <small> Not transferred: {call.transfer.text}.</small>}
      </p>
      {state === 'Active' ? <Active call={call} calls={calls} act={act} /> : <Waiting call={call} act={act} />}
    </div>
  );
}

interface PartProps {
  readonly call: SipCall;
  readonly act: ActOnCall;
}

/** It rings, here or there, or is about to end. */
function Waiting({ call, act }: PartProps) {
  const rings = call.state === 'Ringing' && call.direction === 'Incoming';
  return (
    <>
      {rings && <Doing call={call} act={act} verb="answer" text="Answer" looks="primary" />}
      <End call={call} act={act} />
    </>
  );
}

function Active({ call, calls, act }: PartProps & CallLineProps) {
  const { muted, held, consults } = call;
  const first = calls.find(({ id, state }) => id === consults && state === 'Active');
  const isAsking = first !== undefined || calls.some(each => each.consults === call.id);
  return (
    <>
      {first !== undefined && <Connect call={call} act={act} first={first} />}
      <Doing
        call={call}
        act={act}
        verb="mute"
        body={{ muted: !muted }}
        text={muted ? 'Muted' : 'Mute'}
        more={` microphone for ${nameOf(call)}`}
        icon="microphone"
        pressed={muted}
      />
      <Doing
        call={call}
        act={act}
        verb="hold"
        body={{ held: !held }}
        text={held ? 'Resume' : 'Hold'}
        icon={held ? 'play' : 'pause'}
      />
      <Unfolding call={call} act={act} mayTransfer={!isAsking && call.transfer?.state !== 'asked'} />
    </>
  );
}

/** Brings those together with whom two calls are. */
const Connect = ({ first, ...part }: PartProps & { readonly first: SipCall }) => (
  <Doing {...part} verb="connect" text="Connect" more={` ${nameOf(first)} with ${nameOf(part.call)}`} looks="primary" />
);

/** What needs more than a button, and what stands behind it. */
function Unfolding({ call, act, mayTransfer }: PartProps & { readonly mayTransfer: boolean }) {
  const [pressing, setPressing] = useState(false);
  const [transferring, setTransferring] = useState(false);
  const keypad = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setPressing(false);
    opener.current?.focus();
  };
  const who = nameOf(call);
  return (
    <>
      <button
        ref={opener}
        type="button"
        class="button"
        aria-expanded={pressing}
        aria-controls={keypad}
        onClick={() => setPressing(!pressing)}
      >
        <Icon name="keypad" /> Keypad<span class="out-of-sight"> for {who}</span>
      </button>
      {mayTransfer && (
        <button type="button" class="button" onClick={() => setTransferring(true)}>
          <Icon name="transfer" /> Transfer<span class="out-of-sight"> {who}</span>
        </button>
      )}
      <End call={call} act={act} />
      <Level call={call} act={act} />
      <div id={keypad} class="sip-bar-more" hidden={!pressing}>
        {pressing && <Keypad who={who} act={act} onClose={close} />}
      </div>
      {transferring && <TransferCall who={who} act={act} onClose={() => setTransferring(false)} />}
    </>
  );
}

function Level({ call: { id, gainDb }, act }: PartProps) {
  const { toasts } = useSpeaker();
  /** What was chosen, until the speaker tells the same. */
  const [chosen, setChosen] = useState<number>();
  const setLevel = (wanted: number) => {
    setChosen(wanted);
    void toasts.attempt(() => act('gain', { gainDb: wanted }), `call ${id}`).then(() => setChosen(undefined));
  };
  return (
    <Field label="Level">
      {control => <Slider control={control} label="Level" value={chosen ?? gainDb} range={LEVEL} onChange={setLevel} />}
    </Field>
  );
}

const End = (part: PartProps) => (
  <Doing {...part} verb="end" text="End" more={` call: ${nameOf(part.call)}`} looks="danger" />
);

interface DoingProps extends PartProps {
  readonly verb: string;
  readonly body?: object;
  readonly text: string;
  /** Told to who does not see the line. */
  readonly more?: string;
  readonly icon?: IconName;
  readonly looks?: 'primary' | 'danger';
  readonly pressed?: boolean;
}

/** A button that does one thing to the call. */
function Doing({ call, act, verb, body = {}, text, more = ` ${nameOf(call)}`, icon, looks, pressed }: DoingProps) {
  const { toasts } = useSpeaker();
  return (
    <button
      type="button"
      class={looks === undefined ? 'button' : `button ${looks}`}
      aria-pressed={pressed}
      disabled={verb === 'end' && call.state === 'Terminating'}
      onClick={() => void toasts.attempt(() => act(verb, body), `call ${call.id}`)}
    >
      {icon !== undefined && <Icon name={icon} />} {text}
      <span class="out-of-sight">{more}</span>
    </button>
  );
}

const nameOf = ({ remoteName, remoteUri }: SipCall): string => (remoteName === '' ? remoteUri : remoteName);

function wordsOf({ state, direction, held, heldByPeer, transfer }: SipCall): string {
  if (state === 'Terminating') return 'Ending the call with';
  if (state !== 'Active') return direction === 'Incoming' ? 'Call from' : 'Calling';
  if (transfer?.state === 'asked') return `Transferring to ${transfer.to}:`;
  if (held) return 'On hold:';
  return heldByPeer ? 'Held by the other end:' : 'In a call with';
}
