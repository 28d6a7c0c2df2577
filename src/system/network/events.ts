import { boolean, choice, object, string } from '../../core/schema.ts';
import { defineEvent } from '../../events/index.ts';

/** A network interface that had an address which others can reach has none any more. */
export const networkLost = defineEvent({
  id: 'system.network-lost',
  title: 'Network lost',
  kind: 'state',
  key: 'interface',
  topic: 'tns1:Device/tnsaxis:Network/Lost',
  data: object({ interface: string(), lost: boolean() }),
});

const addressData = () =>
  object({ interface: string(), origin: choice(['Link local', 'DHCP', 'RA', 'Static']), address: string() });

export const addressAdded = defineEvent({
  id: 'system.address-added',
  title: 'IP address added',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Network/AddressAdded',
  data: addressData(),
});

export const addressRemoved = defineEvent({
  id: 'system.address-removed',
  title: 'IP address removed',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Network/AddressRemoved',
  data: addressData(),
});

/** The address at which the speaker is reached first is another. */
export const addressChanged = defineEvent({
  id: 'system.address-changed',
  title: 'IP address changed',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Network/AddressChanged',
  data: object({ before: string(), address: string() }),
});

/** Another device has the address that was set by hand, which is therefore not in use. */
export const addressConflict = defineEvent({
  id: 'system.address-conflict',
  title: 'IP address conflict',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Network/AddressConflict',
  initial: { conflict: false, address: '', macAddress: '' },
  data: object({ conflict: boolean(), address: string(), macAddress: string() }),
});

/** A change of the network was undone, because nobody confirmed it or somebody wanted it back. */
export const networkReverted = defineEvent({
  id: 'system.network-reverted',
  title: 'Network change undone',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Network/ChangeReverted',
  data: object({ address: string() }),
});

export const NETWORK_EVENTS = [
  networkLost,
  addressAdded,
  addressRemoved,
  addressChanged,
  addressConflict,
  networkReverted,
];
