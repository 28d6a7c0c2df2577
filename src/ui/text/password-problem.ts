import { t } from '../language/translate.ts';

/** What the speaker takes as a password: 1 to 64 printable ASCII characters, and nothing more is asked. */
export function passwordProblem(password: string): string | undefined {
  if (password === '') return t('Type a password.');
  if (password.length > 64) return t('Use 64 characters at most. These are {count}.', { count: password.length });
  if (!/^[ -~]+$/.test(password)) return t('Use only letters A to Z, digits, spaces and the signs of a US keyboard.');
  return undefined;
}
