import type { SoapOperation } from '../soap.ts';
import { childNamed, textIn, type XmlElement } from '../soap-xml.ts';
import { escapeXml } from '../xml.ts';
import type { ActionTemplate, ActionTemplates } from './action-templates.ts';
import type { Configuration, Configurations } from './configurations.ts';
import { translated } from './faults.ts';
import { isAdmin, numberIn, operation, partIn } from './operation.ts';
import { type Parameter, parametersXml, templateXml, type Texts, textsIn, textsOf, valuesOf } from './parameters.ts';
import { recipientTemplate } from './recipient-templates.ts';
import type { RecipientBook } from './recipients.ts';

interface Parts {
  readonly templates: ActionTemplates;
  readonly configurations: Configurations;
  readonly recipients: RecipientBook;
}

const LONGEST_NAME = 64;

/** What the speaker can do, and the actions that were set up. */
export const configurationOperations = (parts: Parts): readonly SoapOperation[] => [
  operation('GetActionTemplates', 'operator', () => {
    const templates = parts.templates.list().map(template => {
      const { token, recipient } = template;
      const more = recipient === undefined ? {} : { recipient };
      return templateXml('Action', { token, ...more, parameters: allParameters(template) });
    });
    return `<aa:ActionTemplates>${templates.join('')}</aa:ActionTemplates>`;
  }),
  operation('AddActionConfiguration', 'admin', async request => {
    const id = await add(parts, partIn(request, 'NewActionConfiguration'));
    return `<aa:ConfigurationID>${id}</aa:ConfigurationID>`;
  }),
  operation('GetActionConfigurations', 'operator', (_request, exchange) => {
    const all = parts.configurations.list().map(each => configurationXml(parts, each, isAdmin(exchange)));
    return `<aa:ActionConfigurations>${all.join('')}</aa:ActionConfigurations>`;
  }),
  operation('RemoveActionConfiguration', 'admin', async request => {
    await remove(parts, numberIn(request, 'ConfigurationID'));
    return '';
  }),
];

/** Its own, then those of whom it goes to. */
const allParameters = ({ parameters, recipient }: ActionTemplate): readonly Parameter[] =>
  recipient === undefined ? parameters : [...parameters, ...recipientTemplate(recipient).parameters];

async function add({ templates, configurations, recipients }: Parts, wish: XmlElement): Promise<number> {
  const template = templates.get(textIn(wish, 'TemplateToken'));
  const name = (childNamed(wish, 'Name')?.text ?? '').slice(0, LONGEST_NAME);
  const texts = textsIn(wish, allParameters(template));
  const values = valuesOf(texts, template.parameters);
  const own = (more: object) => {
    try {
      return templates.action(template, { ...values, ...more });
    } catch (error) {
      throw translated(error, 'ParametersMissmatch');
    }
  };
  if (template.recipient === undefined) {
    return configurations.add({ name, token: template.token, action: own({}), ownRecipient: '' });
  }
  own({ recipient: 'whoever it is' }); // nobody comes to be for an action that is wrong
  const { id, isNew } = await recipients.forAction(name, template.recipient, texts);
  const action = own({ recipient: id });
  return configurations.add({ name, token: template.token, action, ownRecipient: isNew ? id : '' });
}

/** A recipient that came with the action goes with it, where no other action needs it. */
async function remove({ configurations, recipients }: Parts, id: number): Promise<void> {
  const removed = await configurations.remove(id);
  const own = removed?.ownRecipient ?? '';
  if (own === '' || isNeeded({ configurations, recipients }, own)) return;
  await recipients.remove(own);
}

/** Whether an action, of a rule or by itself, goes to this recipient. */
export const isNeeded = (
  { configurations, recipients }: Pick<Parts, 'configurations' | 'recipients'>,
  id: string,
): boolean => configurations.list().some(({ action }) => recipients.isMeant(action.args['recipient'], id));

function configurationXml(parts: Parts, { id, name, token, action }: Configuration, isWhole: boolean): string {
  const { templates } = parts;
  const template =
    token === undefined ? templates.templateFor(action) : templates.list().find(each => each.token === token);
  if (template === undefined) return '';
  const texts = textsFor(parts, template, { action, isWhole });
  return [
    `<aa:ActionConfiguration><aa:ConfigurationID>${id}</aa:ConfigurationID><aa:Name>${escapeXml(name)}</aa:Name>`,
    `<aa:TemplateToken>${template.token}</aa:TemplateToken>${parametersXml(texts)}</aa:ActionConfiguration>`,
  ].join('');
}

interface Told {
  readonly action: Configuration['action'];
  /** With whom it goes to. */
  readonly isWhole: boolean;
}

function textsFor({ recipients }: Parts, template: ActionTemplate, { action, isWhole }: Told): Texts {
  const own = textsOf(action.args, template.parameters);
  if (template.recipient === undefined) return own;
  const kind = recipientTemplate(template.recipient);
  const whom = recipients.textsOf(isWhole ? String(action.args['recipient']) : '', kind);
  return new Map([...own, ...whom]);
}
