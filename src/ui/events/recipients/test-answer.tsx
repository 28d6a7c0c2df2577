import { useEffect, useRef } from 'preact/hooks';
import type { RecipientTest } from '../../../api/contract.ts';
import { sentence } from '../../text/sentence.ts';
import { t } from '../../language/translate.ts';

/** ms: the speaker takes 30 s at the most. */
export const TEST_MS = 40_000;

/** Whether a test passed, and the dialogue with the server. Comes into sight: it stands below a long form. */
export function TestAnswer({ answer: { passed, message, transcript } }: { readonly answer: RecipientTest }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div class="stacked" ref={root}>
      <p class={passed ? 'notice good' : 'notice error'} role={passed ? 'status' : 'alert'}>
        {sentence(message)}
      </p>
      {transcript.length > 0 && (
        <pre class="transcript" tabIndex={0} aria-label={t('Dialogue with the server')}>
          {transcript.join('\n')}
        </pre>
      )}
    </div>
  );
}
