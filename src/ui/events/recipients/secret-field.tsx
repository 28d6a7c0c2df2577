import type { RecipientField } from '../../../api/contract.ts';
import { TextField } from '../../parts/text-field.tsx';
import type { SecretWish } from './recipient-draft.ts';
import { t } from '../../language/translate.ts';

interface SecretFieldProps {
  readonly field: RecipientField;
  /** Whether there is one already; nobody can read it. */
  readonly isSet: boolean;
  readonly wish: SecretWish;
  readonly onChange: (wish: SecretWish) => void;
}

/** A password or token: written, kept or removed, but never shown. */
export function SecretField({ field: { name, title, help = '' }, isSet, wish, onChange }: SecretFieldProps) {
  const removes = wish.kind === 'remove';
  const remove = (
    <button type="button" class="button" onClick={() => onChange({ kind: removes ? 'keep' : 'remove' })}>
      {removes ? t('Keep') : t('Remove')}
      <span class="out-of-sight"> {title.toLowerCase()}</span>
    </button>
  );
  const stays = removes ? t('It will be removed.') : t('Leave empty to keep the present one.');
  return (
    <TextField
      label={title}
      name={name}
      type="password"
      autocomplete="new-password"
      hint={[isSet ? stays : '', help].join(' ').trim()}
      value={wish.kind === 'set' ? wish.text : ''}
      onInput={text => onChange(text === '' ? { kind: 'keep' } : { kind: 'set', text })}
      after={isSet && remove}
    />
  );
}
