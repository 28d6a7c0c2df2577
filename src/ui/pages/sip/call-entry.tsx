import type { SipAccount, SipCall, SipCallStatistics } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { second } from '../../text/when.ts';
import { accountName, callWords, isOver, otherEnd } from './words.ts';
import { number, plural, t } from '../../language/translate.ts';

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
    direction === 'Incoming' ? t('Incoming') : t('Outgoing'),
    accountName(accounts, account),
    t('began {time}', { time: second(startedAt) }),
    ...(answeredAt === undefined ? [] : [t('answered {time}', { time: second(answeredAt) })]),
    ...(endedAt === undefined ? [] : [t('ended {time}', { time: second(endedAt) })]),
    ...(muted ? [t('muted')] : []),
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
          {t('End @call')}
          <span class="out-of-sight"> {t('call with {who}', { who: otherEnd(call) })}</span>
        </button>
      )}
    </li>
  );
}

function Figures({ statistics }: { readonly statistics: SipCallStatistics }) {
  const { codec, encrypted, lostShare, jitterMs, delayMs, mos, packetsReceived, packetsSent } = statistics;
  const figures: readonly (readonly [name: string, value: string | undefined])[] = [
    [t('Codec'), codec],
    [t('Encryption'), encrypted],
    [t('Loss'), lostShare === undefined ? undefined : `${number(lostShare * 100, 1)} %`],
    [t('Jitter'), milliseconds(jitterMs)],
    [t('Delay'), milliseconds(delayMs)],
    ['MOS', mos === undefined ? undefined : number(mos, 1)],
    [t('Received'), packets(packetsReceived)],
    [t('Sent'), packets(packetsSent)],
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

const packets = (count: number) => plural('1 packet', '{count} packets', count);
const milliseconds = (ms: number | undefined) => (ms === undefined ? undefined : `${Math.round(ms)} ms`);
