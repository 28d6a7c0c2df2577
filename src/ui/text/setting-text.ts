import type { Setting } from '../../api/contract.ts';
import { t } from '../language/translate.ts';

/** The value of a setting in words: `on`, `−6 dB`, `Low`. */
export function settingText({ unit }: Setting, value: unknown, words: Readonly<Record<string, string>> = {}): string {
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  const text = words[String(value)] ?? String(value);
  return unit === undefined ? text : `${text.replace(/^-/, '−')} ${unit}`;
}
