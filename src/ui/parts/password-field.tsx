import type { ComponentChildren } from 'preact';
import { IconButton } from './icon-button.tsx';
import { TextField } from './text-field.tsx';
import { t } from '../language/translate.ts';

interface PasswordFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly shown: boolean;
  readonly onShow?: (shown: boolean) => void;
  readonly hint?: ComponentChildren;
}

/** A password, hidden unless it is asked to be shown. */
export function PasswordField({ shown, onShow, ...field }: PasswordFieldProps) {
  const toggle = onShow && (
    <IconButton
      icon={shown ? 'hide' : 'show'}
      label={shown ? t('Hide password') : t('Show password')}
      onClick={() => onShow(!shown)}
    />
  );
  return <TextField {...field} type={shown ? 'text' : 'password'} after={toggle} />;
}
