/** Linux and its services: the system bus, the service manager. */
export { createBusctl } from './busctl.ts';
export { systemdHost } from './host.ts';
export { requireLinuxNative } from './native.ts';
export { createNotifier } from './notifier.ts';
export type { BusCall, BusMember, SystemBus } from './system-bus.ts';
