import ts from 'typescript';
import { calleeOf, textOf, visitSource } from './source.ts';

/** Where the files of the page are seen, the longest match first. */
const PLACES: Readonly<Record<string, string>> = {
  'events/mqtt/': '/system/events/mqtt',
  'events/recipients/': '/system/events/recipients',
  'events/rules/': '/system/events/rules',
  'events/schedules/': '/system/events/schedules',
  'events/triggers/': '/system/events/manual-triggers',
  'pages/accounts/': '/system/accounts',
  'pages/classes-page': '/audio/classes',
  'pages/clips/': '/audio/clips',
  'pages/device-settings-page': '/audio/device-settings',
  'pages/discovery/': '/system/discovery',
  'pages/enhancement/': '/audio/enhancement',
  'pages/logs/': '/system/logs',
  'pages/maintenance/': '/maintenance',
  'pages/multicast/': '/system/sip/multicast',
  'pages/music-page': '/audio/music',
  'pages/network/': '/system/network',
  'pages/recordings/': '/audio/recordings',
  'pages/security/': '/system/security',
  'pages/sip/accounts-tab': '/system/sip/phone/accounts',
  'pages/sip/call-status-tab': '/system/sip/phone/call-status',
  'pages/sip/dialogs-tab': '/system/sip/phone/dialogs',
  'pages/sip/settings-tab': '/system/sip/phone/settings',
  'pages/sip/test-call-tab': '/system/sip/phone/test-call',
  'pages/sip/turn-password': '/system/sip/phone/settings',
  'pages/speaker-test/': '/audio/speaker-test',
  'pages/speech/': '/audio/speech',
  'pages/status/': '/status',
  'pages/storage/': '/system/storage',
  'pages/stream/snapcast-card': '/audio/music',
  'pages/stream/': '/audio/stream',
  'pages/time/': '/system/time',
};
/** Is seen only after something was pressed. */
const HIDDEN =
  /(^|\/)(action|add|answer|assign|calibrate|client-fields|condition|delete|edit|install|link|notice|pem|raw|rename|rule-editor|secret|subject|test-rule|times|update|upload|view|when|why)/;
const FIELDS = ['Field', 'TextField', 'DraftText', 'Check', 'RadioGroup', 'SettingField'];

type Element = ts.JsxSelfClosingElement | ts.JsxOpeningElement;

interface Entry {
  readonly texts: Set<string>;
  readonly settings: Set<string>;
}

/** What can be found at a place of the page. */
interface Findable {
  readonly place: string;
  /** Titles of cards and labels of fields, in English. */
  readonly texts: readonly string[];
  /** Paths of settings, or what they begin with. */
  readonly settings: readonly string[];
}

/** All titles, labels and settings that stand on the pages. */
export function searchIndex(): readonly Findable[] {
  const found = new Map<string, Entry>();
  visitSource(isPage, (node, file) => {
    const place = placeOf(file);
    if (place === undefined || !(ts.isJsxSelfClosingElement(node) || ts.isJsxOpeningElement(node))) return;
    const entry = found.get(place) ?? { texts: new Set(), settings: new Set() };
    found.set(place, entry);
    take(node, entry);
  });
  return [...found]
    .map(([place, { texts, settings }]) => ({ place, texts: [...texts], settings: [...settings] }))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
}

function take(node: Element, { texts, settings }: Entry): void {
  const name = node.tagName.getText();
  const found = name.endsWith('Card') ? shown(node, 'title') : FIELDS.includes(name) ? shown(node, 'label') : [];
  found.filter(text => !text.includes('{')).forEach(text => texts.add(text));
  const setting = name === 'SettingField' ? pathOf(node) : undefined;
  if (setting !== undefined) settings.add(setting);
}

const isPage = (file: string) => /^ui\/(events|pages)\/.*\.tsx$/.test(file) && !HIDDEN.test(file.slice(3));

const placeOf = (file: string) =>
  Object.entries(PLACES)
    .filter(([start]) => file.startsWith(`ui/${start}`))
    .sort(([a], [b]) => b.length - a.length)[0]?.[1];

function attribute(node: Element, name: string): ts.Node | undefined {
  const found = node.attributes.properties.find(each => ts.isJsxAttribute(each) && each.name.getText() === name);
  const value = found !== undefined && ts.isJsxAttribute(found) ? found.initializer : undefined;
  return value !== undefined && ts.isJsxExpression(value) ? value.expression : value;
}

/** The English of `title="…"` and `title={t('…')}`, and all that it may be where it is chosen at run time. */
function shown(node: Element, name: string): readonly string[] {
  const value = attribute(node, name);
  const literal = textOf(value);
  return literal === undefined ? textsIn(value) : [literal];
}

/** The first arguments of `t` in an expression, and in the constants that it names. */
function textsIn(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if (ts.isCallExpression(node) && calleeOf(node) === 't') return [textOf(node.arguments[0]) ?? ''];
  if (ts.isIdentifier(node)) return textsIn(declarationOf(node));
  const found: string[] = [];
  ts.forEachChild(node, child => void found.push(...textsIn(child)));
  return found;
}

/** What a constant of the file is. */
function declarationOf(name: ts.Identifier): ts.Node | undefined {
  let found: ts.Node | undefined;
  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text) found ??= node.initializer;
    ts.forEachChild(node, look);
  };
  look(name.getSourceFile());
  return found;
}

/** The path of a setting; what it begins with where the rest is put in at run time. */
function pathOf(node: Element): string | undefined {
  const value = attribute(node, 'path');
  if (value !== undefined && ts.isCallExpression(value)) return 'Stentor.Audio.Class.';
  const text = textOf(value)?.replace('{1}', constantIn(value) ?? '{1}');
  return text?.replace(/\{.*$/, '');
}

/** `PATH` of `${PATH}.Address`, where it is a constant of the file. */
function constantIn(value: ts.Node | undefined): string | undefined {
  if (value === undefined || !ts.isTemplateExpression(value)) return undefined;
  const name = value.templateSpans[0]?.expression.getText() ?? '';
  return new RegExp(`^const ${name} = '([^']+)'`, 'mu').exec(value.getSourceFile().text)?.[1];
}
