import { t } from '../language/translate.ts';

/** What a number may be. */
export interface NumberLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly whole?: boolean;
  readonly unit?: string;
}

/** Why a text is no number within the limits, as a sentence that tells the limits; undefined where it is one. */
export function numberProblem(text: string, limits: NumberLimits): string | undefined {
  const { min = -Infinity, max = Infinity, whole = false } = limits;
  const number = Number(text);
  if (text.trim() !== '' && number >= min && number <= max && (!whole || Number.isInteger(number))) return undefined;
  return problemText(whole ? t('a whole number') : t('a number'), limits);
}

function problemText(what: string, { min, max, unit }: NumberLimits): string {
  const after = unit === undefined || unit === '' ? '' : ` ${unit}`;
  if (min !== undefined && max !== undefined)
    return t('Type {what} from {min} to {max}.', { what, min: numberText(min), max: `${numberText(max)}${after}` });
  if (min !== undefined) return t('Type {what}, {min} or more.', { what, min: `${numberText(min)}${after}` });
  if (max !== undefined) return t('Type {what}, {max} or less.', { what, max: `${numberText(max)}${after}` });
  return t('Type {what}.', { what });
}

const numberText = (number: number) => String(number).replace(/^-/, '−');
