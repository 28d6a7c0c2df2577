/** Linux and its services: the system bus, the service manager. */
export { createBusctl } from './busctl.ts';
export { type ClockSync, type Host, systemdHost } from './host.ts';
export { requireLinuxNative } from './native.ts';
export { createNotifier, type Notifier } from './notifier.ts';
export type { SshService } from './ssh-service.ts';
export type { BusCall, BusMember, SystemBus } from './system-bus.ts';
export { VirtualSystem } from './virtual-system.ts';
