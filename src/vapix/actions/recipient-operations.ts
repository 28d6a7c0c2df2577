import { conflict } from '../../core/fault.ts';
import type { SoapOperation } from '../soap.ts';
import { textIn } from '../soap-xml.ts';
import { escapeXml } from '../xml.ts';
import { isNeeded } from './configuration-operations.ts';
import type { Configurations } from './configurations.ts';
import { isAdmin, numberIn, operation, partIn } from './operation.ts';
import { parametersXml, templateXml, textsIn } from './parameters.ts';
import { RECIPIENT_TEMPLATES, recipientTemplate } from './recipient-templates.ts';
import type { NamedRecipient, RecipientBook } from './recipients.ts';

interface Parts {
  readonly configurations: Configurations;
  readonly recipients: RecipientBook;
}

/** Who can be told something. */
export const recipientOperations = ({ configurations, recipients }: Parts): readonly SoapOperation[] => [
  operation('GetRecipientTemplates', 'operator', () => {
    const all = RECIPIENT_TEMPLATES.map(template => templateXml('Recipient', template));
    return `<aa:RecipientTemplates>${all.join('')}</aa:RecipientTemplates>`;
  }),
  operation('AddRecipientConfiguration', 'admin', async request => {
    const wish = partIn(request, 'NewRecipientConfiguration');
    const token = textIn(wish, 'TemplateToken');
    const texts = textsIn(wish, recipientTemplate(token).parameters);
    const id = await recipients.add(textIn(wish, 'Name'), token, texts);
    return `<aa:ConfigurationID>${id}</aa:ConfigurationID>`;
  }),
  operation('GetRecipientConfigurations', 'operator', (_request, exchange) => {
    const all = recipients.list().map(each => recipientXml(each, isAdmin(exchange)));
    return `<aa:RecipientConfigurations>${all.join('')}</aa:RecipientConfigurations>`;
  }),
  operation('RemoveRecipientConfiguration', 'admin', async request => {
    const number = numberIn(request, 'ConfigurationID');
    const id = recipients.idOf(number);
    if (isNeeded({ configurations, recipients }, id))
      throw conflict(`actions go to the recipient configuration ${number}: remove them first`);
    await recipients.remove(id);
    return '';
  }),
];

/** Passwords are told to nobody; how a recipient is reached, to administrators. */
const recipientXml = ({ number, name, token, texts }: NamedRecipient, isWhole: boolean) =>
  [
    `<aa:RecipientConfiguration><aa:ConfigurationID>${number}</aa:ConfigurationID>`,
    `<aa:TemplateToken>${token}</aa:TemplateToken><aa:Name>${escapeXml(name)}</aa:Name>`,
    parametersXml(isWhole ? texts : new Map([...texts].map(([each]) => [each, '']))),
    `</aa:RecipientConfiguration>`,
  ].join('');
