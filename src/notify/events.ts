import { object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** A notification is given up: the recipient refused it, or could not be reached for three days. */
export const notificationLost = defineEvent({
  id: 'notify.lost',
  title: 'Notification not delivered',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:SystemMessage/NotificationLost',
  data: object({ recipient: string(), description: string() }),
});
