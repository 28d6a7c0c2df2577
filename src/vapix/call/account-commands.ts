import { boolean, choice, list, object, optional, type Schema, string } from '../../core/schema.ts';
import type { Account, AccountChange } from '../../sip/index.ts';
import { command, type CallCommand, type CallParts } from './command.ts';

const TEXT = optional(string({ maxLength: 256 }));
const SWITCH = optional(boolean());
const PROXIES = optional(list(object({ Server: string(), Username: TEXT, Password: TEXT }), { maxItems: 4 }));
const ENCRYPTIONS = ['None', 'SRTPBestEffort', 'SRTPMandatory'] as const;

const ACCOUNT = object({
  Id: TEXT,
  Enabled: SWITCH,
  Name: TEXT,
  CallerId: TEXT,
  UserId: TEXT,
  AuthenticationId: TEXT,
  Password: TEXT,
  Registrar: TEXT,
  SecondaryRegistrar: TEXT,
  PublicDomain: TEXT,
  SecondaryPublicDomain: TEXT,
  SIPProxies: PROXIES,
  IsDefault: SWITCH,
  AutoAnswerEnabled: SWITCH,
  SIPSEnabled: SWITCH,
  Transport: optional(choice(['udp', 'tcp', 'tls'])),
  PrioritizeIPv6: SWITCH,
  AllowMWI: SWITCH,
  MediaEncryption: optional(choice(ENCRYPTIONS)),
  VerifyServerCertificate: SWITCH,
});
type VapixAccount = typeof ACCOUNT extends Schema<infer T> ? T : never;

const ID = object({ SIPAccountId: string({ minLength: 1, maxLength: 64 }) });
const IDS = object({ SIPAccountId: optional(list(string())) });

/** SIP accounts as VAPIX sets them up. */
export const ACCOUNT_COMMANDS: Readonly<Record<string, CallCommand>> = {
  GetSIPAccounts: command('admin', IDS, ({ SIPAccountId }, parts) => ({
    SIPAccount: some(parts, SIPAccountId).map(shown),
  })),
  GetSIPAccount: command('admin', ID, ({ SIPAccountId }, { sip }) => ({
    SIPAccount: shown(sip.accounts.get(SIPAccountId)),
  })),
  SetSIPAccount: command('admin', object({ SIPAccount: ACCOUNT }), async ({ SIPAccount }, parts) => ({
    SIPAccountId: await set(parts, SIPAccount),
  })),
  SetSIPAccounts: command(
    'admin',
    object({ SIPAccount: list(ACCOUNT, { maxItems: 100 }) }),
    async ({ SIPAccount }, parts) => {
      const ids: string[] = [];
      for (const account of SIPAccount) ids.push(await set(parts, account));
      return { SIPAccountId: ids };
    },
  ),
  RemoveSIPAccount: command('admin', ID, async ({ SIPAccountId }, { sip }) => {
    await sip.accounts.remove(SIPAccountId);
    return {};
  }),
  RemoveSIPAccounts: command('admin', object({ SIPAccountId: list(string()) }), async ({ SIPAccountId }, { sip }) => {
    for (const id of SIPAccountId) await sip.accounts.remove(id);
    return {};
  }),
  GetSIPAccountStatus: command('operator', ID, ({ SIPAccountId }, parts) => ({
    SIPAccountStatus: status(parts, parts.sip.accounts.get(SIPAccountId)),
  })),
  GetSIPAccountStatuses: command('operator', IDS, ({ SIPAccountId }, parts) => ({
    SIPAccountStatus: some(parts, SIPAccountId).map(account => status(parts, account)),
  })),
  GetDTMFEvents: command('operator', object({}), (_, { sip }) => ({
    DTMFEvent: sequences(sip.accounts.list()).map(({ id, description }) => ({ Id: id, Name: description })),
  })),
  GetDTMFTriggers: command('operator', object({}), (_, { sip }) => ({
    DTMFTrigger: sequences(sip.accounts.list()).map(({ id, sequence }) => ({
      Id: id,
      DTMFSequence: sequence,
      DTMFEventId: id,
    })),
  })),
  GetDTMFConfigurations: command('operator', object({}), (_, { sip }) => ({
    DTMFConfiguration: sip.accounts.list().map(account => ({
      Id: configuration(account),
      Name: account.name,
      DTMFTriggerId: sequences([account]).map(({ id }) => id),
      RFC2833: account.dtmfByRtp,
      RFC2976: account.dtmfByInfo,
    })),
  })),
};

const some = ({ sip }: CallParts, ids: readonly string[] | undefined): Account[] =>
  ids === undefined ? sip.accounts.list() : ids.map(id => sip.accounts.get(id));

const configuration = ({ id }: Account) => `dtmf_config_${id}`;

/** A sequence belongs to one account: its place there is its id. */
const sequences = (accounts: readonly Account[]) =>
  accounts.flatMap(({ id, dtmfSequences }) => dtmfSequences.map((each, at) => ({ ...each, id: `dtmf_${id}_${at}` })));

async function set({ sip }: CallParts, account: VapixAccount): Promise<string> {
  const { Id = '' } = account;
  const change = changeOf(account);
  if (Id !== '') return (await sip.accounts.change(Id, change)).id;
  return (
    await sip.accounts.add({ registered: account.Registrar !== undefined && account.Registrar !== '', ...change })
  ).id;
}

/** VAPIX registers an account that has a registrar. */
function changeOf(account: VapixAccount): AccountChange {
  const { Registrar, MediaEncryption, SIPProxies } = account;
  const change: Record<string, unknown> = {
    active: account.Enabled,
    name: account.Name,
    callerId: account.CallerId,
    userId: account.UserId,
    authenticationId: account.AuthenticationId,
    password: account.Password,
    registrar: Registrar,
    registered: Registrar === undefined ? undefined : Registrar !== '',
    secondaryRegistrar: account.SecondaryRegistrar,
    domain: account.PublicDomain,
    secondaryDomain: account.SecondaryPublicDomain,
    proxies: SIPProxies?.map(({ Server }) => Server),
    isDefault: account.IsDefault,
    autoAnswer: account.AutoAnswerEnabled,
    sips: account.SIPSEnabled,
    transport: account.Transport,
    preferIpv6: account.PrioritizeIPv6,
    allowMwi: account.AllowMWI,
    mediaEncryption: MediaEncryption === undefined ? undefined : OURS[MediaEncryption],
    verifyServerCertificate: account.VerifyServerCertificate,
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

const OURS = { None: 'none', SRTPBestEffort: 'best-effort', SRTPMandatory: 'mandatory' } as const;
const THEIRS = { none: 'None', 'best-effort': 'SRTPBestEffort', mandatory: 'SRTPMandatory' } as const;

/** A password is told to nobody. */
const shown = (account: Account) => ({
  Id: account.id,
  Enabled: account.active,
  Name: account.name,
  CallerId: account.callerId,
  UserId: account.userId,
  AuthenticationId: account.authenticationId,
  Password: '',
  Registrar: account.registrar,
  SecondaryRegistrar: account.secondaryRegistrar,
  PublicDomain: account.domain,
  SecondaryPublicDomain: account.secondaryDomain,
  SIPProxies: account.proxies.map(Server => ({ Server, Username: '', Password: '' })),
  SecondarySIPProxies: [],
  IsDefault: account.isDefault,
  AutoAnswerEnabled: account.autoAnswer,
  SIPSEnabled: account.sips,
  Transport: account.transport,
  PrioritizeIPv6: account.preferIpv6,
  AllowMWI: account.allowMwi,
  DTMFConfigurationId: configuration(account),
  MediaEncryption: THEIRS[account.mediaEncryption],
  VerifyServerCertificate: account.verifyServerCertificate,
  Attribute: [],
});

function status({ sip }: CallParts, account: Account) {
  const { status: code, text, state, registrar } = sip.accountStatus(account.id);
  const uri = `sip:${account.userId}@${account.domain === '' ? account.registrar : account.domain}`;
  return {
    SIPAccountId: account.id,
    SIPURI: uri,
    IsDefault: account.isDefault,
    RegURI: state === 'registered' ? `sip:${registrar}` : '',
    Status: state === 'registered' ? 200 : code,
    StatusText: text,
  };
}
