/** Upgrades of Stentor OS: receiving, checking, installing, committing and undoing releases. */
export type { Bundle } from './bundle.ts';
export { createUpgrade, type Upgrades, type UpgradeStatus } from './domain.ts';
export { upgradeState } from './events.ts';
export { type InstallOptions, PLAIN_UPGRADE } from './install-options.ts';
export { UPGRADE_PARAMS } from './params.ts';
export { RaucUpdater } from './rauc-updater.ts';
export { refusalReason, type RefusalReason } from './refusal.ts';
export type { Updater } from './updater.ts';
export { openVirtualSlots } from './virtual-slots.ts';
export { startVirtualGate } from './virtual-gate.ts';
