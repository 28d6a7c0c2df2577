import { Fault, invalid } from '../core/fault.ts';
import { string } from '../core/schema.ts';
import { field } from './recipient.ts';
import { findRecipient, type Recipients } from './recipients.ts';
import { textOf, type Transport } from './transport.ts';

/** Somebody who is called: the action *Make call* chooses it. Messages cannot go there. */
export const sipRecipient: Transport = {
  type: 'sip',
  title: 'SIP',
  fields: [
    field('to', 'SIP address', string({ maxLength: 256, pattern: '^(sips?:)?[^\\s<>"@]+(@[^\\s<>"@]+)?$' }), {
      needed: true,
      help: 'For example sip:desk@192.0.2.7, or an extension where the account has a server.',
    }),
    field('account', 'From SIP account', string({ maxLength: 128 }), { help: 'Empty is the default account.' }),
  ],
  takes: [],
  sample: text => ({ kind: 'text', text }),
  deliver: async () => {
    throw new Fault('failed', 'a call is made by the action “Make call”; test it with the Test of a rule');
  },
};

/** The address that a SIP recipient stands for, by its name or id. @throws Fault `not-found`, `invalid` for another type */
export function sipCallee(recipients: Pick<Recipients, 'list'>, wanted: string) {
  const { name, type, fields } = findRecipient(recipients, wanted);
  if (type !== sipRecipient.type) throw invalid(`${name} is a recipient of another type (${type})`, 'recipient');
  return { to: textOf(fields, 'to'), account: textOf(fields, 'account') };
}
