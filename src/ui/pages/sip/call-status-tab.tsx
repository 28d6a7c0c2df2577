import type { SipState } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { CallEntry } from './call-entry.tsx';
import { useCallFigures } from './use-call-figures.ts';
import { isOver } from './words.ts';
import { t } from '../../language/translate.ts';

/** The calls that run, and the last that are over. */
export function CallStatusTab({ sip: { calls, accounts } }: { readonly sip: SipState }) {
  useCallFigures();
  const running = calls.filter(call => !isOver(call));
  const over = calls.filter(isOver);
  return (
    <>
      <Card title={t('Call status')}>
        {running.length === 0 ? (
          <p class="empty">{t('Idle: no call rings or runs.')}</p>
        ) : (
          <ul class="rows">
            {running.map(call => (
              <CallEntry key={call.id} call={call} accounts={accounts} />
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('Last calls')}>
        {over.length === 0 ? (
          <p class="empty">{t('There was no call since the speaker started.')}</p>
        ) : (
          <ul class="rows">
            {over.map(call => (
              <CallEntry key={call.id} call={call} accounts={accounts} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
