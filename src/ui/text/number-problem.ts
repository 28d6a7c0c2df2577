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
  return `Type a ${whole ? 'whole number' : 'number'}${limitsText(limits)}.`;
}

function limitsText({ min, max, unit }: NumberLimits): string {
  const after = unit === undefined || unit === '' ? '' : ` ${unit}`;
  if (min !== undefined && max !== undefined) return ` from ${numberText(min)} to ${numberText(max)}${after}`;
  if (min !== undefined) return `, ${numberText(min)}${after} or more`;
  return max === undefined ? '' : `, ${numberText(max)}${after} or less`;
}

const numberText = (number: number) => String(number).replace(/^-/, '−');
