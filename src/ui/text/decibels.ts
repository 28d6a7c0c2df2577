/** A level or gain with its sign and one decimal: `−12.3 dB`; -120 and below is silence. */
export function decibels(db: number, unit = 'dB'): string {
  if (db <= -120) return `−∞ ${unit}`;
  const text = Math.abs(db).toFixed(1);
  return `${db < 0 && text !== '0.0' ? '−' : ''}${text} ${unit}`;
}
