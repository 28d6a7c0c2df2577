import type { LedShow } from '../../../api/contract.ts';

/** The meanings are those of the manual's table of LED indicators. */
const SHOWS: Readonly<Record<LedShow, readonly [look: string, meaning: string]>> = {
  unlit: ['Unlit', 'Normal operation'],
  green: ['Green, steady', 'Normal operation'],
  amber: ['Amber, steady', 'Starting up or restoring settings'],
  'green-flash': ['Green, flash', 'A rule asked for it'],
  'amber-flash': ['Amber, flash', 'A rule asked for it'],
  'red-flash': ['Red, flash', 'A rule asked for it'],
  'red-slow-flash': ['Red, slow flash', 'An upgrade failed'],
  'red-green-fast-flash': ['Red and green, fast flash', 'Identifying this speaker'],
};

/** The status LED of the virtual board, as it looks and in words. */
export function StatusLed({ show }: { readonly show: LedShow }) {
  const [look, meaning] = SHOWS[show];
  return (
    <div class="led" role="img" aria-label={`Status LED: ${look}. ${meaning}.`}>
      <i class={`lamp ${show}`} />
      <span>
        <strong>Status LED</strong>
        <small>
          {look} – {meaning}
        </small>
      </span>
    </div>
  );
}
