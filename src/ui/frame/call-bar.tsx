import { useEffect } from 'preact/hooks';
import { useSpeaker } from '../data/speaker.ts';
import { CallLine } from './call-line.tsx';
import { t } from '../language/translate.ts';

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
    <section class="sip-bar" aria-label={t('Calls')}>
      {calls.map(call => (
        <CallLine key={call.id} call={call} calls={calls} />
      ))}
    </section>
  );
}
