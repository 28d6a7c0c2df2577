import type { FirewallRule } from '../../src/api/contract.ts';

/** Fits every packet. */
export const EVERYTHING: Omit<FirewallRule, 'action'> = {
  source: '',
  mac: '',
  traffic: 'any',
  protocol: 'any',
  firstPort: 0,
  lastPort: 0,
  limit: null,
};
