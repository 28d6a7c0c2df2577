import { choice, string } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef, whole } from '../settings/index.ts';
import { CALL_CODECS, type CallCodec } from './media/contract.ts';

const ADMIN = { write: 'admin' } as const;
const COMMON = { read: 'operator', write: 'admin' } as const;
const path = (name: string) => `Stentor.SIP.${name}`;
const port = (name: string, title: string, value: number) =>
  whole(path(name), title, { value, minimum: 1, maximum: 65_535 }, ADMIN);

export const sipEnabled = onOff(path('Enabled'), 'Enable SIP', false, ADMIN);
export const allowIncoming = onOff(path('AllowIncoming'), 'Allow incoming calls', false, ADMIN);

const seconds = (name: string, title: string, range: { value: number; minimum: number; maximum: number }) =>
  whole(path(name), title, { ...range, unit: 's' }, ADMIN);

export const callingTimeout = seconds('CallingTimeout', 'Calling timeout', { value: 60, minimum: 1, maximum: 600 });
export const ringingTimeout = seconds('RingingTimeout', 'Incoming call duration', {
  value: 60,
  minimum: 1,
  maximum: 600,
});
/** 0 lets a call last as long as it likes. */
export const callDuration = seconds('CallDuration', 'End calls after', { value: 0, minimum: 0, maximum: 3600 });
/** Of calls at a time; one more hears that we are busy. */
export const maxCalls = whole(path('MaxCalls'), 'Calls at a time', { value: 1, minimum: 1, maximum: 10 }, ADMIN);

export const sipPort = port('Port', 'SIP port', 5060);
export const sipTlsPort = port('TLSPort', 'TLS port', 5061);
export const rtpStartPort = whole(
  path('RTPStartPort'),
  'RTP start port',
  { value: 4000, minimum: 1024, maximum: 65_535 },
  ADMIN,
);

export const iceEnabled = onOff(path('ICE'), 'ICE', false, ADMIN);
export const stunEnabled = onOff(path('STUN.Enabled'), 'STUN', false, ADMIN);
export const turnEnabled = onOff(path('TURN.Enabled'), 'TURN', false, ADMIN);
const text = (name: string, title: string, value: string, pattern: string) =>
  defineParam({
    ...COMMON,
    path: path(name),
    title,
    schema: string({ maxLength: 4096, pattern }),
    value,
    hint: 'text',
  });

const SERVER = '^([A-Za-z0-9.\\-_\\[\\]:?=]*)$';
export const stunServer = text('STUN.Server', 'STUN server address', '', SERVER);
export const turnServer = text('TURN.Server', 'TURN server address', '', SERVER);
export const turnUsername = text('TURN.Username', 'TURN username', '', '^[^\\r\\n]*$');

const codec = `(${CALL_CODECS.join('|')})`;
/** The most liked first. */
export const callCodecs = text('Codecs', 'Audio codecs', 'opus,G722,PCMU,PCMA', `^${codec}(,${codec})*$`);

export const udpToTcp = onOff(path('UDPToTCP'), 'UDP-to-TCP switching', true, ADMIN);
export const viaRewrite = onOff(path('ViaRewrite'), 'Allow via rewrite', false, ADMIN);
export const contactRewrite = onOff(path('ContactRewrite'), 'Allow contact rewrite', false, ADMIN);
export const registerInterval = seconds('RegisterInterval', 'Register with server every', {
  value: 300,
  minimum: 30,
  maximum: 86_400,
});
export const dtmfPayloadType = whole(
  path('DTMFPayloadType'),
  'DTMF payload type',
  { value: 101, minimum: 96, maximum: 127 },
  ADMIN,
);
export const halfDuplex = onOff(path('HalfDuplex'), 'Half duplex', false, ADMIN);
export const followTransfers = onOff(path('FollowTransfers'), 'Follow transfers', true, ADMIN);

/** Addresses and networks (`192.168.0.0/24`), separated by commas. */
export const accessList = text('AccessList', 'Access list', '', '^[0-9A-Fa-f.:/, ]*$');
export const accessPolicy = defineParam({
  ...COMMON,
  path: path('AccessPolicy'),
  title: 'Access list policy',
  schema: choice(['off', 'allow', 'block']),
  value: 'off',
  hint: 'choice',
});
/** Who may call, as `user`, `user@host` or `@host`, separated by commas; everybody where it is empty. */
export const allowedUsers = text('AllowedUsers', 'Allowed users', '', '^[^\\r\\n<>"]*$');

export const SIP_PARAMS: readonly ParamDef[] = [
  sipEnabled,
  allowIncoming,
  callingTimeout,
  ringingTimeout,
  callDuration,
  maxCalls,
  sipPort,
  sipTlsPort,
  rtpStartPort,
  iceEnabled,
  stunEnabled,
  stunServer,
  turnEnabled,
  turnServer,
  turnUsername,
  callCodecs,
  udpToTcp,
  viaRewrite,
  contactRewrite,
  registerInterval,
  dtmfPayloadType,
  halfDuplex,
  followTransfers,
  accessList,
  accessPolicy,
  allowedUsers,
];

/** A list that is written with commas. */
export const listOf = (written: string): string[] =>
  written
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

export const codecsOf = (written: string): CallCodec[] =>
  [...new Set(listOf(written))].flatMap(name => CALL_CODECS.find(each => each === name) ?? []);
