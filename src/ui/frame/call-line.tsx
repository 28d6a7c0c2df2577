import { useId, useRef, useState } from 'preact/hooks';
import type { SipCall } from '../../api/contract.ts';
import { useSpeaker } from '../data/speaker.ts';
import { Field } from '../parts/field.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Slider } from '../parts/slider.tsx';
import type { ActOnCall } from './act-on-call.ts';
import { Keypad } from './keypad.tsx';
import { TransferCall } from './transfer-call.tsx';
import { t } from '../language/translate.ts';
import { rich } from '../language/rich.ts';
import { told } from '../language/told.ts';

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
        <Icon name="phone" /> {wordsOf(call)}
        {call.transfer?.state === 'failed' && (
          <small> {t('Not transferred: {why}.', { why: told(call.transfer.text) })}</small>
        )}
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
      {rings && <Doing call={call} act={act} verb="answer" text={t('Answer')} looks="primary" />}
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
        text={muted ? t('Muted') : t('Mute')}
        more={t('microphone for {name}', { name: nameOf(call) })}
        icon="microphone"
        pressed={muted}
      />
      <Doing
        call={call}
        act={act}
        verb="hold"
        body={{ held: !held }}
        text={held ? t('Resume') : t('Hold @call')}
        icon={held ? 'play' : 'pause'}
      />
      <Unfolding call={call} act={act} mayTransfer={!isAsking && call.transfer?.state !== 'asked'} />
    </>
  );
}

/** Brings those together with whom two calls are. */
const Connect = ({ first, ...part }: PartProps & { readonly first: SipCall }) => (
  <Doing
    {...part}
    verb="connect"
    text={t('Connect')}
    more={t('{first} with {second}', { first: nameOf(first), second: nameOf(part.call) })}
    looks="primary"
  />
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
        <Icon name="keypad" /> {t('Keypad')}
        <span class="out-of-sight"> {t('for {who}', { who })}</span>
      </button>
      {mayTransfer && (
        <button type="button" class="button" onClick={() => setTransferring(true)}>
          <Icon name="transfer" /> {t('Transfer')}
          <span class="out-of-sight"> {who}</span>
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
    <Field label={t('Level')}>
      {control => (
        <Slider control={control} label={t('Level')} value={chosen ?? gainDb} range={LEVEL} onChange={setLevel} />
      )}
    </Field>
  );
}

const End = (part: PartProps) => (
  <Doing
    {...part}
    verb="end"
    text={t('End @call')}
    more={t('call: {name}', { name: nameOf(part.call) })}
    looks="danger"
  />
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
function Doing({ call, act, verb, body = {}, text, more = nameOf(call), icon, looks, pressed }: DoingProps) {
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
      <span class="out-of-sight"> {more}</span>
    </button>
  );
}

const nameOf = ({ remoteName, remoteUri }: SipCall): string => (remoteName === '' ? remoteUri : remoteName);

function wordsOf(call: SipCall) {
  const { state, direction, held, heldByPeer, transfer } = call;
  const who = <strong>{nameOf(call)}</strong>;
  if (state === 'Terminating') return rich('Ending the call with {who}', { who });
  if (state !== 'Active')
    return direction === 'Incoming' ? rich('Call from {who}', { who }) : rich('Calling {who}', { who });
  if (transfer?.state === 'asked') return rich('Transferring to {to}: {who}', { to: transfer.to, who });
  if (held) return rich('On hold: {who}', { who });
  return heldByPeer ? rich('Held by the other end: {who}', { who }) : rich('In a call with {who}', { who });
}
