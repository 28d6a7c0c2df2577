import ts from 'typescript';
import { EVENTS, PARAMS } from '../../src/catalog.ts';
import { fieldsOf } from '../../src/ui/events/schema-fields.ts';
import { titleOf, valueTitle } from '../../src/ui/events/words.ts';
import { VAPIX_PARAMS } from '../../src/vapix/index.ts';
import { spaced } from '../../src/ui/text/event-data.ts';
import { calleeOf, type Found, textOf, visitSource } from './source.ts';

/** What the speaker says in English and the page translates: declarations, and why something is refused. */
export function toldTexts(): Found {
  const found: Found = new Map();
  const add = (where: string, text: string | undefined) => {
    if (text !== undefined && /\p{Ll}{2}/u.test(text) && !found.has(text)) found.set(text, where);
  };
  for (const { title } of PARAMS.filter(param => !VAPIX_PARAMS.includes(param))) add('title of a setting', title);
  for (const event of EVENTS) {
    add('title of an event', event.title);
    add('heading of events', event.group);
    for (const { title, options } of fieldsOf(event.id, event.data)) {
      add('field of an event', title);
      options.forEach(({ label }) => add('value of an event', label));
    }
    const { properties = {} } = event.data as { properties?: object };
    Object.keys(properties).forEach(name => add('field of an event', spaced(name)));
  }
  OPENSSL.forEach(text => add('what OpenSSL says', text));
  fromSource(add);
  return found;
}

/** Why a certificate is refused: of X509_verify_cert_error_string(3) and SSL_alert_desc_string_long(3), what may come. */
const OPENSSL = [
  'unable to get issuer certificate',
  'unable to get local issuer certificate',
  'unable to verify the first certificate',
  'self-signed certificate',
  'self-signed certificate in certificate chain',
  'certificate has expired',
  'certificate is not yet valid',
  'certificate signature failure',
  'unsuitable certificate purpose',
  'hostname mismatch',
  'unknown CA',
  'bad certificate',
  'certificate expired',
  'certificate revoked',
  'certificate unknown',
  'unsupported certificate',
  'handshake failure',
  'access denied',
];

type Add = (where: string, text: string | undefined) => void;

const REFUSERS = ['invalid', 'notFound', 'conflict', 'unavailable'];
/** Speak to programs, not to the page. */
const ELSEWHERE = /^(ui|vapix|engine|dsp|mqtt\/home|core|board)\//;

/** Tell in words why a rule did what it did, or why a switch does not let the speaker in. */
const EXPLAINS =
  /^(rules\/(actor|engine|explain|live-rule|rule-state|trace|why)|schedules\/explain|dot1x\/(dot1x|progress))\.ts$/;
const IS_ACTIONS = /actions?\.ts$/;

function fromSource(add: Add): void {
  visitSource(
    file => !ELSEWHERE.test(file),
    (node, file) => {
      if (ts.isPropertyAssignment(node)) declared(node, file, add);
      else if (ts.isNewExpression(node) && calleeOf(node) === 'Fault') refusal(node.arguments?.[1], add);
      else if (ts.isCallExpression(node)) called(node, file, add);
      else if (EXPLAINS.test(file)) phrase(node, 'why something is so', add);
    },
  );
}

function called(node: ts.CallExpression, file: string, add: Add): void {
  const callee = calleeOf(node);
  if (REFUSERS.includes(callee)) refusal(node.arguments[0], add);
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) refusal(node.arguments[1], add);
  if (callee === 'field' && file.startsWith('notify/')) add('field of a recipient', textOf(node.arguments[1]));
  if (callee === 'choice' && IS_ACTIONS.test(file)) values(node, add);
}

/** A title or help of an action or of a type of recipient, and the names of an action's arguments. */
function declared(node: ts.PropertyAssignment, file: string, add: Add): void {
  const name = node.name.getText();
  const isAction = IS_ACTIONS.test(file);
  if (['title', 'help', 'description'].includes(name) && (isAction || file.startsWith('notify/')))
    add(isAction ? 'words of an action' : 'words of a recipient', textOf(node.initializer));
  if (name === 'args' && ts.isCallExpression(node.initializer)) argumentsOf(node.initializer, add);
}

function argumentsOf(call: ts.CallExpression, add: Add): void {
  const [shape] = call.arguments;
  if (shape === undefined || !ts.isObjectLiteralExpression(shape)) return;
  shape.properties.forEach(({ name }) => {
    if (name !== undefined) add('argument of an action', titleOf('', name.getText()));
  });
}

function values(call: ts.CallExpression, add: Add): void {
  const [list] = call.arguments;
  if (list === undefined || !ts.isArrayLiteralExpression(list)) return;
  list.elements.forEach(value => {
    const text = textOf(value);
    if (text !== undefined) add('value of an action', valueTitle('', text));
  });
}

const refusal = (node: ts.Node | undefined, add: Add) => phrase(node, 'why something is refused', add);

/** Two words at least must be the same each time, or anything would look like it. */
function phrase(node: ts.Node | undefined, where: string, add: Add): void {
  const text = textOf(node);
  const plain = text?.replaceAll(/\{\d\}/g, ' ') ?? '';
  if ((plain.match(/\p{L}{2,}/gu) ?? []).length >= 2 && /\s/.test(plain.trim())) add(where, text);
}
