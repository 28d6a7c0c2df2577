import type { LedShow } from '../../../api/contract.ts';
import { t } from '../../language/translate.ts';

/** The meanings are those of the manual's table of LED indicators. */
const SHOWS: Readonly<Record<LedShow, readonly [look: string, meaning: string]>> = {
  unlit: [t('Unlit'), t('Normal operation')],
  green: [t('Green, steady'), t('Normal operation')],
  amber: [t('Amber, steady'), t('Starting up or restoring settings')],
  'green-flash': [t('Green, flash'), t('A rule asked for it')],
  'amber-flash': [t('Amber, flash'), t('A rule asked for it')],
  'red-flash': [t('Red, flash'), t('A rule asked for it')],
  'red-slow-flash': [t('Red, slow flash'), t('An upgrade failed')],
  'red-green-fast-flash': [t('Red and green, fast flash'), t('Identifying this speaker')],
};

/** The status LED of the virtual board, as it looks and in words. */
export function StatusLed({ show }: { readonly show: LedShow }) {
  const [look, meaning] = SHOWS[show];
  return (
    <div class="led" role="img" aria-label={t('Status LED: {look}. {meaning}.', { look, meaning })}>
      <i class={`lamp ${show}`} />
      <span>
        <strong>{t('Status LED')}</strong>
        <small>
          {look} – {meaning}
        </small>
      </span>
    </div>
  );
}
