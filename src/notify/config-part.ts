import { list, object, parse, type Schema, string } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import type { Notifier } from './notifier.ts';
import type { Fields } from './recipient.ts';

const FIELDS: Schema<Fields> = { type: 'object', additionalProperties: {} };
const RECIPIENTS = list(object({ name: string(), type: string(), fields: FIELDS }));

/** Recipients as a part of the whole configuration. */
export const recipientsConfigPart = (notifier: Notifier): ConfigPart => ({
  name: 'recipients',
  title: 'Recipients',
  read: () => notifier.recipients.whole(),
  isSecret: ([, , field]) =>
    notifier.recipients.kinds().some(({ fields }) => fields.some(({ name, secret }) => secret && name === field)),
  check: content =>
    notifier.recipients
      .checkAll(parse(RECIPIENTS, content, 'recipients'))
      .map(({ name, transport: { type }, fields }) => ({ name, type, fields })),
  replace: content => notifier.replaceAll(parse(RECIPIENTS, content, 'recipients')),
});
