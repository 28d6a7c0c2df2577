import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

/** What is to become of the SRTP key. */
export type KeyWish = { readonly kind: 'keep' | 'remove' } | { readonly kind: 'set'; readonly key: string };

interface KeyFieldProps {
  /** Whether there is a key already; nobody can read it. */
  readonly has: boolean;
  readonly wish: KeyWish;
  readonly onChange: (wish: KeyWish) => void;
}

/** The SRTP key of a source. */
export function KeyField({ has, wish, onChange }: KeyFieldProps) {
  const typed = wish.kind === 'set' ? wish.key : '';
  const stays = has ? t('Leave empty to keep the present key.') : t('Leave empty if the sender does not encrypt.');
  const remove = (
    <button type="button" class="button" onClick={() => onChange({ kind: wish.kind === 'remove' ? 'keep' : 'remove' })}>
      {wish.kind === 'remove' ? t('Keep key') : t('Remove key')}
    </button>
  );
  return (
    <TextField
      label={t('SRTP key')}
      name="srtpKey"
      type="password"
      autocomplete="off"
      hint={
        wish.kind === 'remove'
          ? t('The key will be removed: the source then must not encrypt.')
          : t('Master key and salt, 60 hexadecimal digits (AES-128) or 92 (AES-256). {stays}', { stays })
      }
      value={typed}
      onInput={key => onChange(key === '' ? { kind: 'keep' } : { kind: 'set', key })}
      after={has && remove}
    />
  );
}
