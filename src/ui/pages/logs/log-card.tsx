import { useState } from 'preact/hooks';
import type { LogText } from '../../../api/contract.ts';
import { type Reading, useReading } from '../../data/use-reading.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { t } from '../../language/translate.ts';

const LOGS = [
  { value: 'system', label: t('System log') },
  { value: 'access', label: t('Access log') },
  { value: 'audit', label: t('Audit log') },
] as const;
const MEANINGS: Readonly<Record<string, string>> = {
  system: t('How the speaker is.'),
  access: t('Who asked for what.'),
  audit: t('Who changed what; kept over restarts.'),
};

/** One of the logs, the newest line first. */
export function LogCard() {
  const [kind, setKind] = useState('system');
  const [wanted, setWanted] = useState('');
  const reading = useReading<LogText>(`/api/logs/${kind}`);
  const again = (
    <button type="button" class="button small" aria-disabled={reading.busy} onClick={reading.read}>
      {t('Refresh')}
    </button>
  );
  return (
    <Card title={t('Log')} aside={again}>
      <div class="log-choice">
        <Field label={t('Which log')} hint={MEANINGS[kind]}>
          {control => <Select control={control} value={kind} options={LOGS} onChange={setKind} />}
        </Field>
        <TextField label={t('Find')} type="search" value={wanted} onInput={setWanted} />
      </div>
      <Lines reading={reading} wanted={wanted} />
    </Card>
  );
}

function Lines({ reading, wanted }: { readonly reading: Reading<LogText>; readonly wanted: string }) {
  const { value, problem, read } = reading;
  if (value === undefined || problem !== undefined)
    return <Waiting what={t('the log')} problem={problem} onRetry={read} />;
  const lines = value.lines.filter(line => line.toLowerCase().includes(wanted.toLowerCase()));
  if (lines.length === 0) {
    return <p class="empty">{wanted === '' ? t('Nothing was written yet.') : t('No line has this in it.')}</p>;
  }
  return (
    <pre class="log" tabIndex={0} aria-label={t('Lines, newest first')}>
      {[...lines].reverse().join('\n')}
    </pre>
  );
}
