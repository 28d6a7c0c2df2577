/** IEEE 802.1X: the speaker tells a switch who it is. */
export { dot1xConfigPart } from './config-part.ts';
export { createDot1x } from './domain.ts';
export type { Dot1x } from './dot1x.ts';
export { DOT1X_EVENTS } from './events.ts';
export { DOT1X_PARAMS, VAPIX_STATUS } from './params.ts';
export { DOT1X_CHANGE, type Dot1xSettings } from './settings.ts';
