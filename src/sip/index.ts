/** Calls: the speaker at a PBX and among phones. */
export { type Account, ACCOUNT_CHANGE, type AccountChange } from './account.ts';
export { type Callee, callActions } from './actions.ts';
export type { CallInfo } from './call.ts';
export type { LoggedDialog } from './dialog-log.ts';
export { createSip } from './domain.ts';
export { CALL_EVENTS } from './events.ts';
export { CALL_CODECS } from './media/contract.ts';
export { createCallMedia } from './media/index.ts';
export {
  accessList,
  accessPolicy,
  allowedUsers,
  allowIncoming,
  callCodecs,
  callDuration,
  callingTimeout,
  codecsOf,
  iceEnabled,
  listOf,
  registerInterval,
  ringingTimeout,
  rtpStartPort,
  SIP_PARAMS,
  sipEnabled,
  sipPort,
  sipTlsPort,
  stunEnabled,
  stunServer,
  turnEnabled,
  turnServer,
  turnUsername,
  udpToTcp,
} from './params.ts';
export type { Sip } from './sip.ts';
export { systemNames } from './transport/index.ts';
export { sipConfigPart } from './config-part.ts';
