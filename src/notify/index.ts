/** Who is told what happens: recipients, what waits for them, and how they are reached. */
export { createNotify } from './domain.ts';
export { notificationLost } from './events.ts';
export { sipCallee } from './sip-recipient.ts';
export { MODIFIERS, type Notifier } from './notifier.ts';
export { recipientsConfigPart } from './config-part.ts';
