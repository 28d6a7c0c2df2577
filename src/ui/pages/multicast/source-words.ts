import type { MulticastSource } from '../../../api/contract.ts';
import { t } from '../../language/translate.ts';

/** What people call the codecs. */
export const CODECS: Readonly<Record<MulticastSource['codec'], string>> = {
  PCMU: 'G.711 µ-law (PCMU)',
  PCMA: 'G.711 A-law (PCMA)',
  G722: 'G.722',
  L16: 'L16, 48 kHz mono',
  opus: 'Opus',
};

export const LATENCIES: Readonly<Record<MulticastSource['latency'], string>> = {
  Normal: t('Normal'),
  Low: t('Low'),
  UltraLow: t('Ultra low'),
};
