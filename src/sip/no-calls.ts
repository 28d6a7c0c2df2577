import { unavailable } from '../core/fault.ts';
import type { Calls } from './actions.ts';

const refuse = () => {
  throw unavailable('this version of Stentor OS does not make or take calls');
};

/** In the place of SIP, until it is there: refuses in words. */
export const noCalls: Calls = { make: refuse, answer: refuse, end: refuse };
