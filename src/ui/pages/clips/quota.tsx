import type { Clips } from '../../../api/contract.ts';
import { bytes } from '../../text/bytes.ts';

const NEARLY_FULL = 0.9;

/** How much of the space for clips is used. */
export function Quota({ clips: { usedBytes, quotaBytes } }: { readonly clips: Clips }) {
  const share = quotaBytes === 0 ? 1 : Math.min(1, usedBytes / quotaBytes);
  const words = `${bytes(usedBytes)} of ${bytes(quotaBytes)} used`;
  return (
    <div class={share > NEARLY_FULL ? 'quota full' : 'quota'}>
      <div
        class="progress"
        role="meter"
        aria-label="Space for clips"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <small>
        {words}
        {share > NEARLY_FULL && '. Delete clips you no longer need.'}
      </small>
    </div>
  );
}
