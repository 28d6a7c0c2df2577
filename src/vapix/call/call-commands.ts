import { list, object, optional, string } from '../../core/schema.ts';
import type { CallInfo } from '../../sip/index.ts';
import { command, type CallCommand } from './command.ts';

const ID = object({ CallId: string({ minLength: 1, maxLength: 64 }) });
const NONE = object({});

/** Calls as VAPIX asks for them. */
export const CALL_COMMANDS: Readonly<Record<string, CallCommand>> = {
  GetServiceCapabilities: command('viewer', NONE, () => ({
    Capabilities: {
      SIP: true,
      DTMF: true,
      AudioCodec: true,
      MediaEncryption: true,
      Certificate: false,
      Attribute: true,
    },
  })),
  Call: command(
    'operator',
    object({ To: string({ minLength: 1, maxLength: 256 }), SIPAccountId: optional(string()) }),
    ({ To, SIPAccountId = '' }, { sip }) => ({ CallId: sip.calls.make(To, SIPAccountId) }),
  ),
  AnswerCall: command('operator', object({ CallId: optional(string()) }), ({ CallId }, { sip }) => {
    sip.calls.answer(CallId);
    return {};
  }),
  TerminateCall: command('operator', ID, ({ CallId }, { sip }) => {
    sip.calls.end(CallId);
    return {};
  }),
  GetCallStatus: command('viewer', ID, ({ CallId }, { sip }) => ({ CallStatus: shown(sip.calls.get(CallId).info) })),
  GetCallStatuses: command('viewer', object({ CallId: optional(list(string())) }), ({ CallId }, { sip }) => ({
    CallStatus: sip.calls
      .list()
      .filter(({ id }) => CallId === undefined || CallId.includes(id))
      .map(shown),
  })),
};

const shown = (call: CallInfo) => ({
  CallId: call.id,
  Source: 'NetworkSpeaker',
  CallState: call.state,
  CallStateReason: call.reason,
  StartTime: call.startedAt.toISOString(),
  Direction: call.direction,
  DeviceURI: call.deviceUri,
  RemoteURI: call.remoteUri,
  CallType: 'SIP',
  ...(call.endedAt === undefined ? {} : { StopTime: call.endedAt.toISOString() }),
  ...(call.statistics?.codec === undefined ? {} : { AudioCodec: call.statistics.codec }),
  SIPAccountId: call.accountId,
});
