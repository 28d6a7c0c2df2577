import { boolean, integer, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** A virtual input was raised or lowered; one that nobody touched since the start is down. */
export const virtualInput = defineEvent({
  id: 'rules.virtual-input',
  title: 'Virtual input',
  group: 'I/O',
  kind: 'state',
  key: 'port',
  topic: 'tns1:Device/tnsaxis:IO/VirtualInput',
  initial: { port: 1, active: false },
  data: object({ port: integer(), active: boolean() }),
});

/** An action of a rule failed. */
export const actionFailed = defineEvent({
  id: 'rules.action-failed',
  title: 'Action failed',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SystemMessage/ActionFailed',
  data: object({ rule: string(), action: string(), description: string() }),
});
