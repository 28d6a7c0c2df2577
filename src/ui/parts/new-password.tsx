import { useState } from 'preact/hooks';
import { Refusal } from '../data/refusal.ts';
import { generatePassword } from '../text/generate-password.ts';
import { passwordProblem } from '../text/password-problem.ts';
import { passwordStrength } from '../text/password-strength.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';
import { PasswordField } from './password-field.tsx';
import { t } from '../language/translate.ts';

/** A new password and its repetition. */
export interface TwicePassword {
  readonly password: string;
  readonly repeated: string;
}

/** @throws Refusal where the password cannot be taken or was not repeated the same */
export function checkTwice({ password, repeated }: TwicePassword): void {
  const problem = passwordProblem(password);
  if (problem !== undefined) throw new Refusal({ message: problem, field: 'password' });
  if (password !== repeated) {
    const message = t('The passwords are not the same. Type the password again in both fields.');
    throw new Refusal({ message, field: 'repeated' });
  }
}

interface NewPasswordProps {
  readonly value: TwicePassword;
  readonly onChange: (value: TwicePassword) => void;
  readonly label?: string;
  readonly hint?: string;
}

/** Two fields for a new password, how strong it looks, and a button that makes up a good one. */
export function NewPassword({ value, onChange, label = t('Password'), hint }: NewPasswordProps) {
  const [shown, setShown] = useState(false);
  const [generated, setGenerated] = useState('');
  const generate = () => {
    const password = generatePassword();
    setGenerated(password);
    setShown(true);
    onChange({ password, repeated: password });
  };
  return (
    <>
      <PasswordField
        label={label}
        name="password"
        autocomplete="new-password"
        value={value.password}
        onInput={password => onChange({ ...value, password })}
        shown={shown}
        onShow={setShown}
        hint={hint}
      />
      <StrengthMeter password={value.password} />
      <PasswordField
        label={t('Repeat password')}
        name="repeated"
        autocomplete="new-password"
        value={value.repeated}
        onInput={repeated => onChange({ ...value, repeated })}
        shown={shown}
      />
      <div class="generate">
        <button type="button" class="button" onClick={generate}>
          <Icon name="renew" /> {t('Generate')}
        </button>
        {generated !== '' && generated === value.password && (
          <p role="status">
            {t('Generated. Copy it and keep it in a safe place.')}
            <CopyButton label={t('Copy password')} text={generated} />
          </p>
        )}
      </div>
    </>
  );
}

function StrengthMeter({ password }: { readonly password: string }) {
  const { level, word, advice } = passwordStrength(password);
  const empty = password === '';
  return (
    <div class="strength">
      <div
        class={`strength-bar level-${empty ? 'none' : level}`}
        role="meter"
        aria-label={t('Password strength')}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={empty ? 0 : level}
        aria-valuetext={empty ? t('no password yet') : word}
      >
        <i /> <i /> <i /> <i /> <i />
      </div>
      <p class="field-hint">
        {empty ? t('We recommend 8 characters or more, best a generated password.') : `${word}. ${advice}`}
        {!empty && password.length < 8 && ` ${t('We recommend 8 characters or more.')}`}
      </p>
    </div>
  );
}
