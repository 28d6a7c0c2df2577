/** Linux and its services: the system bus, the service manager. */
export { createBusctl } from './busctl.ts';
export { type Helpers, programHelpers, serviceHelpers } from './helpers.ts';
export { type ClockSync, type Host, systemdHost } from './host.ts';
export { requireLinuxNative } from './native.ts';
export { neighbourMac } from './neighbour-mac.ts';
export { createNotifier, type Notifier } from './notifier.ts';
export type { SshService } from './ssh-service.ts';
export type { BusCall, BusMember, SystemBus } from './system-bus.ts';
export { virtualHelpers } from './virtual-helpers.ts';
export { VirtualSystem } from './virtual-system.ts';
