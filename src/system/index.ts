/** The device itself: who it is, its accounts, its panel. */
export { createSystem } from './domain.ts';
export type { DeviceInfo } from './device-info.ts';
export { controlButton, microphoneSwitch, systemReady } from './events.ts';
export { SYSTEM_PARAMS } from './params.ts';
export type { Users } from './users.ts';
