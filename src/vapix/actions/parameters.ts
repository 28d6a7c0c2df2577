import { eventValue } from '../event-message.ts';
import { childNamed, type XmlElement } from '../soap-xml.ts';
import { escapeXml } from '../xml.ts';
import { actionFault } from './faults.ts';

/** Values of a configuration by the names of our own fields. */
export type Values = Readonly<Record<string, unknown>>;
/** Values by the vendor's names, as texts; what is not used is empty. */
export type Texts = ReadonlyMap<string, string>;

/** One parameter of a template, and the field of ours that it fills. */
export interface Parameter {
  readonly name: string;
  readonly type: 'xsd:string' | 'xsd:int' | 'xsd:float' | 'xsd:boolean';
  /** Left out for what we have no use for: then `unused` is what it may say, the first one what we say. */
  readonly field?: string;
  /** Words that stand for other values. */
  readonly words?: Readonly<Record<string, unknown>>;
  readonly unused?: readonly string[] | 'anything';
  /** Is never told. */
  readonly secret?: true;
  /** A value that is no text, as JSON. */
  readonly isJson?: true;
}

export const YES_NO = { '1': true, '0': false, true: true, false: false } as const;

/** What a configuration's `Parameters` hold. @throws SoapFault for a name that the template does not have or that comes twice */
export function textsIn(configuration: XmlElement, parameters: readonly Parameter[]): Texts {
  const texts = new Map<string, string>();
  for (const { name: tag, attributes } of childNamed(configuration, 'Parameters')?.children ?? []) {
    if (tag !== 'Parameter') continue;
    const given = attributes.get('Name') ?? '';
    // The documentation writes some of them with capitals, devices do not.
    const name = parameters.find(each => each.name.toLowerCase() === given.toLowerCase())?.name;
    if (name === undefined) throw actionFault('ParametersMissmatch', `the template has no parameter ${given}`);
    if (texts.has(name)) throw actionFault('ParametersMissmatch', `the parameter ${name} is there twice`);
    texts.set(name, attributes.get('Value') ?? '');
  }
  return texts;
}

/** Our values; a parameter that is empty or not there leaves its field to the default. @throws SoapFault */
export function valuesOf(texts: Texts, parameters: readonly Parameter[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const text = texts.get(parameter.name) ?? '';
    if (text === '') continue;
    if (parameter.field === undefined) checkUnused(parameter, text);
    else values[parameter.field] = valueOf(parameter, text);
  }
  return values;
}

function checkUnused({ name, unused = [] }: Parameter, text: string): void {
  if (unused === 'anything' || unused.includes(text)) return;
  const may = unused.filter(word => word !== '').join(' or ');
  throw actionFault('ParametersMissmatch', `${name} can be ${may === '' ? 'empty' : `empty or ${may}`} only`);
}

function valueOf({ name, words, isJson }: Parameter, text: string): unknown {
  if (isJson === true) return jsonOf(name, text);
  if (words === undefined) return text;
  const key = Object.keys(words).find(word => word.toLowerCase() === text.toLowerCase());
  if (key === undefined)
    throw actionFault('ParametersMissmatch', `${name} must be one of ${Object.keys(words).join(', ')}`);
  return words[key];
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw actionFault('ParametersMissmatch', `${name} must be JSON`);
  }
}

/** The vendor's texts for values of ours. */
export const textsOf = (values: Values, parameters: readonly Parameter[]): Texts =>
  new Map(parameters.map(parameter => [parameter.name, textOf(parameter, values)]));

function textOf({ field, words, unused, secret }: Parameter, values: Values): string {
  if (field === undefined) return unused === 'anything' ? '' : (unused?.[0] ?? '');
  const value = values[field];
  if (value === undefined || secret === true) return '';
  const word = Object.entries(words ?? {}).find(([, each]) => each === value)?.[0];
  return word ?? eventValue(value);
}

/** Whether these parameters can say all that the values hold, beyond the defaults. */
export const canTell = (values: Values, parameters: readonly Parameter[], defaults: Values): boolean =>
  Object.entries(values).every(([field, value]) => {
    if (value === defaults[field] || value === undefined) return true;
    const parameter = parameters.find(each => each.field === field);
    if (parameter === undefined || value === '') return false;
    return parameter.words === undefined || Object.values(parameter.words).includes(value);
  });

export const parametersXml = (texts: Texts) =>
  `<aa:Parameters>${[...texts]
    .map(([name, value]) => `<aa:Parameter Name="${escapeXml(name)}" Value="${attributeText(value)}"/>`)
    .join('')}</aa:Parameters>`;

/** Line ends in an attribute would be read as blanks (XML 1.0, 3.3.3). */
const attributeText = (text: string) =>
  text
    .split('\n')
    .map(line => escapeXml(line))
    .join('&#10;');

/** A template as it is listed. */
export const templateXml = (
  kind: 'Action' | 'Recipient',
  template: { readonly token: string; readonly parameters: readonly Parameter[]; readonly recipient?: string },
) =>
  [
    `<aa:${kind}Template><aa:TemplateToken>${template.token}</aa:TemplateToken>`,
    template.recipient === undefined ? '' : `<aa:RecipientTemplate>${template.recipient}</aa:RecipientTemplate>`,
    '<aa:Parameters>',
    ...template.parameters.map(({ name, type }) => `<aa:Parameter Name="${name}" Type="${type}"/>`),
    `</aa:Parameters></aa:${kind}Template>`,
  ].join('');
