import { Check } from '../../events/check.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { SipDraftProps } from './account-draft.ts';
import { t } from '../../language/translate.ts';

/** Keys that callers press, and what they mean. */
export function DtmfPart({ draft: { dtmfByRtp, dtmfByInfo, dtmfSequences }, set }: SipDraftProps) {
  const change = (at: number, part: { readonly sequence?: string; readonly description?: string }) =>
    set({ dtmfSequences: dtmfSequences.map((row, i) => (i === at ? { ...row, ...part } : row)) });
  return (
    <fieldset class="part">
      <legend>{t('DTMF')}</legend>
      <Check label={t('Use RTP (RFC 2833)')} on={dtmfByRtp} onChange={on => set({ dtmfByRtp: on })} />
      <Check label={t('Use SIP INFO (RFC 2976)')} on={dtmfByInfo} onChange={on => set({ dtmfByInfo: on })} />
      {dtmfSequences.map((row, at) => (
        <div class="sip-sequence" role="group" aria-label={t('DTMF sequence {at}', { at: at + 1 })} key={at}>
          <TextField
            label={t('Sequence')}
            maxLength={32}
            hint={t('0–9, A–D, * and #')}
            value={row.sequence}
            onInput={sequence => change(at, { sequence })}
          />
          <TextField
            label={t('Description')}
            maxLength={64}
            hint={t('Rules know it by this.')}
            value={row.description}
            onInput={description => change(at, { description })}
          />
          <IconButton
            icon="remove"
            label={t('Remove DTMF sequence {at}', { at: at + 1 })}
            onClick={() => set({ dtmfSequences: dtmfSequences.toSpliced(at, 1) })}
          />
        </div>
      ))}
      <div>
        <button
          type="button"
          class="button"
          onClick={() => set({ dtmfSequences: [...dtmfSequences, { sequence: '', description: '' }] })}
        >
          <Icon name="plus" /> {t('DTMF sequence')}
        </button>
      </div>
    </fieldset>
  );
}
