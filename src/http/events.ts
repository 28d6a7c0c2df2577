import { object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** Somebody gave a wrong password; `account` is empty where there is none of that name. */
export const logInFailed = defineEvent({
  id: 'http.log-in-failed',
  title: 'Failed log-in',
  group: 'Security',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Status/LogInFailed',
  data: object({ address: string(), account: string() }),
});

/** So many log-ins were refused to an address that it is blocked for a while. */
export const addressBlocked = defineEvent({
  id: 'http.address-blocked',
  title: 'Address blocked after failed log-ins',
  group: 'Security',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:Status/AddressBlocked',
  data: object({ address: string() }),
});
