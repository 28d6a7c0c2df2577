import type { Role } from '../core/role.ts';
import type { Answer } from '../http/index.ts';
import type { ParamDef, ParamStore } from '../settings/index.ts';
import { plain } from './answers.ts';
import type { Selection } from './param-list.ts';
import { textOf } from './param-text.ts';
import type { VapixParam } from './param-tree.ts';
import { escapeXml } from './xml.ts';

/** `action=listdefinitions&listformat=xmlschema`: the parameters with their types and rights, nested by group. */
export function defineParams({ params, complaints }: Selection, store: ParamStore): Answer {
  if (params.length === 0) return plain(complaints.map(line => `${line}\n`).join(''));
  const value = (path: string) => escapeXml(textOf(store, store.find(path)));
  const body = [
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
    '<parameterDefinitions xmlns="http://www.axis.com/ParameterDefinitionsSchema"' +
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.0">',
    `  <model>${value('Brand.ProdShortName')}</model>`,
    `  <firmwareVersion>${value('Properties.Firmware.Version')}</firmwareVersion>`,
    ...group('root', [...new Set(params)].map(withLevels), 1),
    '</parameterDefinitions>',
    '',
  ].join('\n');
  return { type: 'text/xml', body };
}

interface Levelled {
  readonly levels: readonly string[];
  readonly param: VapixParam;
}

const withLevels = (param: VapixParam): Levelled => ({ levels: param.path.split('.'), param });

function group(name: string, members: readonly Levelled[], depth: number): string[] {
  const pad = '  '.repeat(depth);
  const inner = new Map<string, Levelled[]>();
  const own: string[] = [];
  for (const { levels, param } of members) {
    const [first = '', ...rest] = levels;
    if (rest.length === 0) own.push(...parameter(first, param, `${pad}  `));
    else inner.set(first, [...(inner.get(first) ?? []), { levels: rest, param }]);
  }
  const groups = [...inner].flatMap(([child, below]) => group(child, below, depth + 1));
  return [`${pad}<group name="${escapeXml(name)}">`, ...own, ...groups, `${pad}</group>`];
}

function parameter(name: string, { text, def }: VapixParam, pad: string): string[] {
  const readonly = def?.write === 'never' || def === undefined;
  return [
    `${pad}<parameter name="${escapeXml(name)}" value="${escapeXml(text)}"` +
      ` securityLevel="${securityLevel(def)}" niceName="${escapeXml(def?.title ?? name)}">`,
    `${pad}  <type${readonly ? ' readonly="true"' : ''}>`,
    ...typeOf(def).map(line => `${pad}    ${line}`),
    `${pad}  </type>`,
    `${pad}</parameter>`,
  ];
}

const LEVELS: Readonly<Record<Role | 'anonymous' | 'never', number>> = {
  anonymous: 0,
  viewer: 1,
  operator: 4,
  admin: 6,
  never: 7,
};

/** Four digits: who may create, delete, read, write. Clips come and go by an operator's hand, all else stays. */
const securityLevel = (def: ParamDef | undefined) =>
  def === undefined ? '4417' : `77${LEVELS[def.read]}${LEVELS[def.write]}`;

function typeOf(def: ParamDef | undefined): string[] {
  if (def === undefined || def.dialect !== undefined) return ['<string />'];
  const { type, enum: values, minimum, maximum, maxLength } = def.schema;
  if (def.hint === 'password') return ['<password />'];
  if (Array.isArray(values)) return ['<enum>', ...values.map(entry), '</enum>'];
  if (type === 'boolean') return ['<bool true="yes" false="no" />'];
  if (type === 'integer') return [`<int${attribute('min', minimum)}${attribute('max', maximum)} />`];
  return [`<string${attribute('maxlen', maxLength)} />`];
}

const entry = (value: unknown) => `  <entry value="${escapeXml(String(value))}" />`;
const attribute = (name: string, value: unknown) => (typeof value === 'number' ? ` ${name}="${value}"` : '');
