import { boolean, choice, integer, list, object, optional, string } from '../core/schema.ts';
import { type Dot1x, type Dot1xSettings, VAPIX_STATUS } from '../dot1x/index.ts';
import { jsonMethod } from './json-api.ts';

/** What the CGI needs of 802.1X. */
export type VapixDot1x = Pick<Dot1x, 'settings' | 'status' | 'change'>;

const MODES = { tls: 'WPA-Enterprise-EAPTLS', peap: 'WPA-Enterprise-PEAP-MSCHAPv2' } as const;
const EAPOL = { 1: 'EAPoLv1', 2: 'EAPoLv2', 3: 'EAPoLv3' } as const;

/** `wired` of a device in `getNetworkInfo`. Certificates are named by the ids that `/api/certificates` lists. */
export function wiredInfo({ settings, status }: VapixDot1x) {
  const { identity, eapolVersion, certificate, authorities, password, peapVersion, peapLabel } = settings;
  const common = { identity, eapolVersion: EAPOL[eapolVersion], certsCA: authorities };
  return {
    '8021X': {
      enabled: settings.enabled,
      status: VAPIX_STATUS[status.status],
      mode: MODES[settings.method],
      configurations: [
        { mode: MODES.tls, params: { ...common, certClient: certificate } },
        {
          mode: MODES.peap,
          params: { ...common, is_password_set: password !== '', peapVersion, label: peapLabel },
        },
      ],
      supportedModes: Object.values(MODES),
    },
  };
}

const bit = integer({ minimum: 0, maximum: 1 });

/** `setWired8021XConfiguration`: what is left out stays, an empty text or list takes a certificate away. */
export const setWiredMethod = (
  { change }: { change: (change: Partial<Dot1xSettings>) => Promise<void> },
  check: Check,
) =>
  jsonMethod({
    access: 'admin',
    params: object({
      deviceName: string(),
      enabled: optional(boolean()),
      mode: optional(choice(Object.values(MODES))),
      identity: optional(string({ maxLength: 128 })),
      eapolVersion: optional(choice(Object.values(EAPOL))),
      certClient: optional(string()),
      certsCA: optional(list(string(), { maxItems: 10 })),
      password: optional(string({ maxLength: 256 })),
      peapVersion: optional(bit),
      label: optional(bit),
    }),
    run: async ({ deviceName, mode, eapolVersion, certClient, certsCA, label, ...same }) => {
      check(deviceName);
      await change({
        ...(same as Partial<Dot1xSettings>),
        ...(mode === undefined ? {} : { method: mode === MODES.tls ? 'tls' : 'peap' }),
        ...(eapolVersion === undefined ? {} : { eapolVersion: versionOf(eapolVersion) }),
        ...(certClient === undefined ? {} : { certificate: certClient }),
        ...(certsCA === undefined ? {} : { authorities: certsCA }),
        ...(label === undefined ? {} : { peapLabel: label === 1 ? 1 : 0 }),
      });
      return {};
    },
  });

/** @throws Fault `not-found` for a network device that is not there */
type Check = (deviceName: string) => void;

const versionOf = (name: string) => ([1, 2, 3] as const).find(version => EAPOL[version] === name) ?? 3;
