import type { SipAccount, SipCall, SipCallStatistics } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { second } from '../../text/when.ts';
import { accountName, callWords, isOver, otherEnd } from './words.ts';

interface CallEntryProps {
  readonly call: SipCall;
  readonly accounts: readonly SipAccount[];
}

/** One call: who, what it does or why it ended, and how its sound gets through. */
export function CallEntry({ call, accounts }: CallEntryProps) {
  const { client, session, sip, toasts } = useSpeaker();
  const { id, direction, state, account, startedAt, answeredAt, endedAt, statistics, muted } = call;
  const end = () =>
    toasts.attempt(async () => {
      await client.change({ method: 'POST', path: `/api/sip/calls/${encodeURIComponent(id)}/end`, body: {} });
      await sip.ask();
    }, `call ${id}`);
  const times = [
    direction === 'Incoming' ? 'Incoming' : 'Outgoing',
    accountName(accounts, account),
    `began ${second(startedAt)}`,
    ...(answeredAt === undefined ? [] : [`answered ${second(answeredAt)}`]),
    ...(endedAt === undefined ? [] : [`ended ${second(endedAt)}`]),
    ...(muted ? ['muted'] : []),
  ];
  return (
    <li class="entry plain">
      <div class="entry-text">
        <div class="entry-title">
          <h3>{otherEnd(call)}</h3>
          <span class={`badge sip-state ${state.toLowerCase()}`} role="status">
            {callWords(call)}
          </span>
        </div>
        <small>{times.join(' · ')}</small>
        {statistics !== undefined && <Figures statistics={statistics} />}
      </div>
      {!isOver(call) && session.may('operator') && (
        <button type="button" class="button danger" onClick={() => void end()}>
          End<span class="out-of-sight"> call with {otherEnd(call)}</span>
        </button>
      )}
    </li>
  );
}

function Figures({ statistics }: { readonly statistics: SipCallStatistics }) {
  const { codec, encrypted, lostShare, jitterMs, delayMs, mos, packetsReceived, packetsSent } = statistics;
  const figures: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Codec', codec],
    ['Encryption', encrypted],
    ['Loss', lostShare === undefined ? undefined : `${(lostShare * 100).toFixed(1)} %`],
    ['Jitter', milliseconds(jitterMs)],
    ['Delay', milliseconds(delayMs)],
    ['MOS', mos?.toFixed(1)],
    ['Received', `${packetsReceived} packets`],
    ['Sent', `${packetsSent} packets`],
  ];
  return (
    <dl class="sip-figures">
      {figures.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const milliseconds = (ms: number | undefined) => (ms === undefined ? undefined : `${Math.round(ms)} ms`);
