/** The device itself: who it is, its accounts, its panel. */
export { applyReset, RESET_ORDER } from './apply-reset.ts';
export { createSystem } from './domain.ts';
export type { DeviceInfo } from './device-info.ts';
export { controlButton, PANEL_EVENTS, systemReady } from './events.ts';
export { microphoneSwitchState, panelDriver } from './panel-params.ts';
export { NETWORK_EVENTS } from './network/events.ts';
export type { Network } from './network/network.ts';
export { broadcastOf } from './network/ipv4.ts';
export { NETWORK_CHANGE, type NetworkChange, type NetworkSettings, type WebSettings } from './network/settings.ts';
export type { NetworkState } from './network/state.ts';
export { SYSTEM_PARAMS } from './params.ts';
export { MAX_SERVERS, TIME_CHANGE, type TimeSettings } from './time/settings.ts';
export { LAST_YEAR, type Time } from './time/time.ts';
export { timeZones, zoneOfPosix } from './time/zones.ts';
export { TEMPERATURE_EVENTS, TEMPERATURE_PARAMS } from './temperature.ts';
export type { Users } from './users.ts';
export { Watchdog } from './watchdog.ts';
