import { useState } from 'preact/hooks';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { numberProblem } from '../../text/number-problem.ts';
import { t } from '../../language/translate.ts';

const LIMITS = { min: 1, max: 3600, whole: true, unit: 's' } as const;

/** Downloads what goes in and out over the network. */
export function TraceCard() {
  const [seconds, setSeconds] = useState('30');
  const problem = numberProblem(seconds, LIMITS);
  const path = `/axis-cgi/debug/debug.tgz?cmd=pcapdump&duration=${seconds}`;
  return (
    <Card title={t('Network trace')}>
      <p class="card-text">
        {t(
          'A file for Wireshark that grows while the trace runs; cancelling the download ends it. It holds all that is sent unencrypted, also passwords.',
        )}
      </p>
      <TextField
        label={t('Trace time, s')}
        type="number"
        min={LIMITS.min}
        max={LIMITS.max}
        value={seconds}
        error={problem}
        onInput={setSeconds}
      />
      <div class="form-buttons">
        {problem === undefined ? (
          <a class="button" href={path} download="network-trace.pcap">
            <Icon name="download" /> {t('Download the trace')}
          </a>
        ) : (
          <button type="button" class="button" aria-disabled>
            <Icon name="download" /> {t('Download the trace')}
          </button>
        )}
      </div>
    </Card>
  );
}
