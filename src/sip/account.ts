import { boolean, choice, list, object, optional, type Schema, string } from '../core/schema.ts';

/** A row of keys, and what its dialling means. */
export interface DtmfSequence {
  readonly sequence: string;
  readonly description: string;
}

export interface AccountSettings {
  readonly name: string;
  /** Whether it is used at all. */
  readonly active: boolean;
  readonly userId: string;
  /** Empty where it is the user ID. */
  readonly authenticationId: string;
  readonly domain: string;
  readonly callerId: string;
  /** Empty where the domain's own servers are asked. */
  readonly registrar: string;
  readonly secondaryRegistrar: string;
  readonly secondaryDomain: string;
  /** Servers that requests go through, the first first. */
  readonly proxies: readonly string[];
  readonly registered: boolean;
  readonly isDefault: boolean;
  readonly autoAnswer: boolean;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly sips: boolean;
  readonly preferIpv6: boolean;
  readonly mediaEncryption: 'none' | 'best-effort' | 'mandatory';
  /** Whence the keys of our offers come. */
  readonly keyExchange: 'sdes' | 'dtls';
  readonly verifyServerCertificate: boolean;
  readonly allowMwi: boolean;
  readonly dtmfByRtp: boolean;
  readonly dtmfByInfo: boolean;
  readonly dtmfSequences: readonly DtmfSequence[];
}

export interface Account extends AccountSettings {
  readonly id: string;
}

export interface AccountSecret {
  readonly id: string;
  readonly password: string;
}

/** What changes; what is left out stays. */
export type AccountChange = Partial<AccountSettings> & { readonly password?: string };

/** The account that needs no server. */
export const PEER_TO_PEER = 'peer-to-peer';

export const DEFAULT_ACCOUNT: AccountSettings = {
  name: '',
  active: true,
  userId: '',
  authenticationId: '',
  domain: '',
  callerId: '',
  registrar: '',
  secondaryRegistrar: '',
  secondaryDomain: '',
  proxies: [],
  registered: false,
  isDefault: false,
  autoAnswer: true,
  transport: 'udp',
  sips: false,
  preferIpv6: false,
  mediaEncryption: 'none',
  keyExchange: 'sdes',
  verifyServerCertificate: false,
  allowMwi: false,
  dtmfByRtp: true,
  dtmfByInfo: true,
  dtmfSequences: [],
};

export const FIRST_ACCOUNT: Account = {
  ...DEFAULT_ACCOUNT,
  id: PEER_TO_PEER,
  name: 'Peer to peer',
  userId: 'speaker',
  isDefault: true,
};

const WORD = optional(string({ maxLength: 64, pattern: '^[^\\u0000-\\u001f"\\\\]*$' }));
const USER = optional(string({ maxLength: 64, pattern: "^[A-Za-z0-9\\-_.!~*'()&=+$,;?/%]*$" }));
const HOST = optional(string({ maxLength: 255, pattern: '^[A-Za-z0-9.\\-]*$|^\\[?[0-9A-Fa-f:.]+\\]?$' }));
const SERVER_TEXT = string({ maxLength: 255, pattern: '^[A-Za-z0-9.\\-:\\[\\]]*$' });
const SERVER = optional(SERVER_TEXT);
const SWITCH = optional(boolean());

const SHAPE = {
  name: WORD,
  active: SWITCH,
  userId: USER,
  authenticationId: WORD,
  domain: HOST,
  callerId: WORD,
  registrar: SERVER,
  secondaryRegistrar: SERVER,
  secondaryDomain: HOST,
  proxies: optional(list(SERVER_TEXT, { maxItems: 4 })),
  registered: SWITCH,
  isDefault: SWITCH,
  autoAnswer: SWITCH,
  transport: optional(choice(['udp', 'tcp', 'tls'])),
  sips: SWITCH,
  preferIpv6: SWITCH,
  mediaEncryption: optional(choice(['none', 'best-effort', 'mandatory'])),
  keyExchange: optional(choice(['sdes', 'dtls'])),
  verifyServerCertificate: SWITCH,
  allowMwi: SWITCH,
  dtmfByRtp: SWITCH,
  dtmfByInfo: SWITCH,
  dtmfSequences: optional(
    list(
      object({
        sequence: string({ minLength: 1, maxLength: 32, pattern: '^[0-9A-Da-d*#]+$' }),
        description: string({ minLength: 1, maxLength: 64 }),
      }),
      { maxItems: 100 },
    ),
  ),
};

/** A change as others write it. */
export const ACCOUNT_CHANGE: Schema<AccountChange> = object({
  ...SHAPE,
  password: optional(string({ maxLength: 128 })),
});

/** What a later release adds has its default. */
export const ACCOUNT_RECORDS: Schema<(Partial<AccountSettings> & { readonly id: string })[]> = list(
  object({ ...SHAPE, id: string() }),
);
export const SECRET_RECORDS: Schema<AccountSecret[]> = list(object({ id: string(), password: string() }));
