import { t } from '../language/translate.ts';

/** How well a password withstands guessing, as far as its looks can tell. */
export interface Strength {
  /** 0 very weak … 4 strong. */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly word: string;
  readonly advice: string;
}

const STRENGTHS: readonly Strength[] = [
  { level: 0, word: t('Very weak'), advice: t('Anybody who tries will guess it.') },
  { level: 1, word: t('Weak'), advice: t('A program guesses it quickly. Make it longer.') },
  { level: 2, word: t('Fair'), advice: t('It keeps people out, but not a patient program. Longer is better.') },
  { level: 3, word: t('Good'), advice: t('Hard to guess, if you use it nowhere else.') },
  { level: 4, word: t('Strong'), advice: t('Very hard to guess, if you use it nowhere else.') },
];
/** Bits at which the next level begins. */
const STEPS = [26, 38, 52, 70];

/** What guessing programs try first; one of them counts as two signs, however long it is. */
const COMMON = [
  'password',
  'passwort',
  'admin',
  'root',
  'stentor',
  'speaker',
  'axis',
  'pass',
  'welcome',
  'letmein',
  'secret',
  'login',
];
const ROWS = ['qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop'];
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '@': 'a',
};

/** Estimates by length, kinds of signs, repetitions, runs and common words. An estimate, no proof. */
export function passwordStrength(password: string): Strength {
  const bits = newSigns(withoutCommon(password)) * Math.log2(signsToChooseFrom(password));
  const level = STEPS.filter(step => bits >= step).length;
  return STRENGTHS[level] ?? { level: 0, word: '', advice: '' };
}

function withoutCommon(password: string): string {
  const plain = Array.from(password.toLowerCase(), sign => LEET[sign] ?? sign).join('');
  for (const word of COMMON) {
    const at = plain.indexOf(word);
    // The marks are no neighbours of anything, so they count as two signs.
    if (at >= 0)
      return `${withoutCommon(password.slice(0, at))}\u0001\u0007${withoutCommon(password.slice(at + word.length))}`;
  }
  return password;
}

/** How many signs are not foreseeable from the one before. */
function newSigns(password: string): number {
  const signs = Array.from(password.toLowerCase());
  return signs.reduce((sum, sign, i) => sum + (i > 0 && follows(signs[i - 1] ?? '', sign) ? 0.25 : 1), 0);
}

/** Whether the second sign is the first one again, or its neighbour in the alphabet or on the keyboard. */
function follows(first: string, second: string): boolean {
  if (Math.abs(first.charCodeAt(0) - second.charCodeAt(0)) <= 1) return true;
  return ROWS.some(row => row.includes(first + second) || row.includes(second + first));
}

function signsToChooseFrom(password: string): number {
  const kinds: readonly (readonly [RegExp, number])[] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^a-zA-Z\d]/, 20],
  ];
  return Math.max(
    2,
    kinds.filter(([kind]) => kind.test(password)).reduce((sum, [, count]) => sum + count, 0),
  );
}
