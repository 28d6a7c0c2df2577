import { invalid } from '../../core/fault.ts';
import { boolean, choice, integer, list, number, object, optional, type Schema, string } from '../../core/schema.ts';
import {
  accessList,
  accessPolicy,
  allowedUsers,
  allowIncoming,
  CALL_CODECS,
  callCodecs,
  callDuration,
  callingTimeout,
  codecsOf,
  iceEnabled,
  listOf,
  registerInterval,
  ringingTimeout,
  rtpStartPort,
  sipEnabled,
  sipPort,
  sipTlsPort,
  stunEnabled,
  stunServer,
  turnEnabled,
  turnServer,
  turnUsername,
  udpToTcp,
} from '../../sip/index.ts';
import { command, type CallCommand, type CallParts } from './command.ts';

const SWITCH = optional(boolean());
const NUMBER = optional(integer());
const WORDS = optional(list(string({ maxLength: 256 }), { maxItems: 100 }));

const CONFIGURATION = object({
  SIPEnabled: SWITCH,
  SIPPort: NUMBER,
  SIPTLSPort: NUMBER,
  RTPStartPort: NUMBER,
  STUNEnabled: SWITCH,
  STUNServers: optional(list(object({ Server: string() }))),
  TURNEnabled: SWITCH,
  TURNServers: optional(list(object({ Server: string(), Username: optional(string()), Password: optional(string()) }))),
  ICEEnabled: SWITCH,
  AllowIncomingCalls: SWITCH,
  ApplyAllowedURIs: SWITCH,
  AllowedURIs: WORDS,
  CallingTimeout: NUMBER,
  AnsweringTimeout: NUMBER,
  ApplyAccessList: SWITCH,
  AccessList: WORDS,
  AccessListPolicy: optional(choice(['Allow', 'Block'])),
  Attribute: optional(list(object({ Name: string(), Value: string() }))),
});
type Configuration = typeof CONFIGURATION extends Schema<infer T> ? T : never;
const CODEC = object({ Name: string(), SampleRate: optional(number()) });

/** Settings of calls as VAPIX knows them. */
export const CONFIGURATION_COMMANDS: Readonly<Record<string, CallCommand>> = {
  GetSIPConfiguration: command('operator', object({}), (_, parts) => ({ SIPConfiguration: configuration(parts) })),
  SetSIPConfiguration: command(
    'admin',
    object({ SIPConfiguration: CONFIGURATION }),
    async ({ SIPConfiguration }, parts) => {
      await parts.params.update(changesOf(SIPConfiguration, parts));
      const password = SIPConfiguration.TURNServers?.[0]?.Password;
      if (password !== undefined) await parts.sip.accounts.setTurnPassword(password);
      return {};
    },
  ),
  GetSupportedSIPConfigurationAttributes: command('viewer', object({}), () => ({
    AttributeInfo: [
      { Name: 'DisableTCPSwitch', Type: 'bool', Default: 'false' },
      { Name: 'MaxCallDuration', Type: 'int', Default: '0' },
      { Name: 'RegistrationInterval', Type: 'int', Default: '300' },
    ],
  })),
  GetSupportedSIPAccountAttributes: command('viewer', object({}), () => ({ AttributeInfo: [] })),
  GetSupportedMediaEncryptionModes: command('viewer', object({}), () => ({
    MediaEncryption: ['None', 'SRTPBestEffort', 'SRTPMandatory'],
  })),
  GetSupportedAudioCodecs: command('viewer', object({}), () => ({ AudioCodec: CALL_CODECS.map(shownCodec) })),
  GetDefaultAudioCodecs: command('viewer', object({}), () => ({
    AudioCodec: codecsOf(callCodecs.value).map(shownCodec),
  })),
  GetAudioCodecs: command('operator', object({}), (_, { params }) => ({
    AudioCodec: codecsOf(params.get(callCodecs)).map(shownCodec),
  })),
  SetAudioCodecs: command(
    'admin',
    object({ AudioCodec: list(CODEC, { minItems: 1 }) }),
    async ({ AudioCodec }, { params }) => {
      const names = AudioCodec.map(codecNamed);
      await params.update({ [callCodecs.path]: names.join(',') });
      return {};
    },
  ),
};

const RATES: Readonly<Record<string, number>> = { opus: 48_000, G722: 16_000, 'L16/16000': 16_000 };
const shownCodec = (codec: string) => ({ Name: codec.split('/')[0] ?? codec, SampleRate: RATES[codec] ?? 8000 });

/** @throws Fault `invalid` */
function codecNamed({ Name, SampleRate }: { Name: string; SampleRate?: number }): string {
  const named = CALL_CODECS.filter(codec => shownCodec(codec).Name.toLowerCase() === Name.toLowerCase());
  const found = named.find(codec => shownCodec(codec).SampleRate === SampleRate) ?? named[0];
  if (found === undefined) throw invalid(`there is no codec ${Name.slice(0, 20)}`, 'AudioCodec');
  return found;
}

function configuration({ params: { get } }: CallParts) {
  const users = listOf(get(allowedUsers));
  const policy = get(accessPolicy);
  return {
    SIPEnabled: get(sipEnabled),
    SIPPort: get(sipPort),
    SIPTLSPort: get(sipTlsPort),
    RTPStartPort: get(rtpStartPort),
    STUNEnabled: get(stunEnabled),
    STUNServers: servers(get(stunServer)).map(Server => ({ Server })),
    TURNEnabled: get(turnEnabled),
    TURNServers: servers(get(turnServer)).map(Server => ({ Server, Username: get(turnUsername), Password: '' })),
    ICEEnabled: get(iceEnabled),
    AllowIncomingCalls: get(allowIncoming),
    ApplyUserAuthentication: false,
    AllowedUsers: [],
    ApplyAllowedURIs: users.length > 0,
    AllowedURIs: users,
    CallingTimeout: get(callingTimeout),
    AnsweringTimeout: get(ringingTimeout),
    ApplyAccessList: policy !== 'off',
    AccessList: listOf(get(accessList)),
    AccessListPolicy: policy === 'block' ? 'Block' : 'Allow',
    Attribute: [
      { Name: 'DisableTCPSwitch', Value: String(!get(udpToTcp)) },
      { Name: 'MaxCallDuration', Value: String(get(callDuration)) },
      { Name: 'RegistrationInterval', Value: String(get(registerInterval)) },
    ],
  };
}

const servers = (written: string) => (written === '' ? [] : [written]);

/** Only what is given changes. */
function changesOf(wanted: Configuration, { params: { get } }: CallParts): Record<string, unknown> {
  const changes: [string, unknown][] = [
    [sipEnabled.path, wanted.SIPEnabled],
    [sipPort.path, wanted.SIPPort],
    [sipTlsPort.path, wanted.SIPTLSPort],
    [rtpStartPort.path, wanted.RTPStartPort],
    [allowIncoming.path, wanted.AllowIncomingCalls],
    [allowedUsers.path, wanted.ApplyAllowedURIs === false ? '' : wanted.AllowedURIs?.join(',')],
    [callingTimeout.path, wanted.CallingTimeout],
    [ringingTimeout.path, wanted.AnsweringTimeout],
    [accessList.path, wanted.AccessList?.join(',')],
    [accessPolicy.path, policyOf(wanted, get(accessPolicy))],
    ...traversal(wanted),
    ...attributes(wanted),
  ];
  return Object.fromEntries(changes.filter(([, value]) => value !== undefined));
}

/** What VAPIX says with two settings is one of ours. */
function policyOf({ ApplyAccessList, AccessListPolicy }: Configuration, present: string): string | undefined {
  if (ApplyAccessList === undefined && AccessListPolicy === undefined) return undefined;
  const isApplied = ApplyAccessList ?? present !== 'off';
  const policy = AccessListPolicy?.toLowerCase() ?? (present === 'block' ? 'block' : 'allow');
  return isApplied ? policy : 'off';
}

function traversal({
  ICEEnabled,
  STUNEnabled,
  STUNServers,
  TURNEnabled,
  TURNServers,
}: Configuration): [string, unknown][] {
  const first = (servers: readonly { readonly Server: string }[] | undefined) => servers && (servers[0]?.Server ?? '');
  return [
    [iceEnabled.path, ICEEnabled],
    [stunEnabled.path, STUNEnabled],
    [stunServer.path, first(STUNServers)],
    [turnEnabled.path, TURNEnabled],
    [turnServer.path, first(TURNServers)],
    [turnUsername.path, TURNServers?.[0]?.Username],
  ];
}

function attributes({ Attribute = [] }: Configuration): [string, unknown][] {
  const value = (name: string) => Attribute.find(each => each.Name === name)?.Value;
  const noSwitch = value('DisableTCPSwitch');
  return [
    [udpToTcp.path, noSwitch === undefined ? undefined : noSwitch !== 'true'],
    [callDuration.path, value('MaxCallDuration')],
    [registerInterval.path, value('RegistrationInterval')],
  ];
}
