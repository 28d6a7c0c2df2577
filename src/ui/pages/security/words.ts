import type { CertificateUse } from '../../../api/contract.ts';
import { t } from '../../language/translate.ts';

/** What a certificate serves, as the page calls it. */
export const USES: Readonly<Record<CertificateUse, string>> = { https: 'HTTPS', sip: 'SIP over TLS' };

/** And where else one is needed. */
export const NEEDED_BY = { ...USES, dot1x: 'IEEE 802.1X', syslog: t('Remote system log') } as const;
