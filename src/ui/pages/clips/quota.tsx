import type { Clips } from '../../../api/contract.ts';
import { bytes } from '../../text/bytes.ts';
import { t } from '../../language/translate.ts';

const NEARLY_FULL = 0.9;

/** How much of the space for clips is used. */
export function Quota({ clips: { usedBytes, quotaBytes } }: { readonly clips: Clips }) {
  const share = quotaBytes === 0 ? 1 : Math.min(1, usedBytes / quotaBytes);
  const words = t('{part} of {all} used', { part: bytes(usedBytes), all: bytes(quotaBytes) });
  return (
    <div class={share > NEARLY_FULL ? 'quota full' : 'quota'}>
      <div
        class="progress"
        role="meter"
        aria-label={t('Space for clips')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <small>{share > NEARLY_FULL ? t('{words}. Delete clips you no longer need.', { words }) : words}</small>
    </div>
  );
}
