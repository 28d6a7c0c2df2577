import ts from 'typescript';
import { calleeOf, type Found, visitSource } from './source.ts';

/** What takes a text of the page as its first argument. */
const TAKERS = ['t', 'rich', 'weave', 'woven'];

/**
 * The texts that the page itself says.
 * @throws Error where `t` gets something else than a literal: nobody could collect it
 */
export function pageTexts(): Found {
  const found: Found = new Map();
  visitSource(isPage, (node, file) => {
    if (!ts.isCallExpression(node)) return;
    const callee = calleeOf(node);
    const [first, second] = node.arguments;
    const text = callee === 'plural' ? bothForms(first, second) : TAKERS.includes(callee) ? literal(first) : undefined;
    if (text === undefined && ['t', 'plural'].includes(callee))
      throw new Error(`${file}: no literal: ${node.getText()}`);
    if (text !== undefined && !found.has(text)) found.set(text, file);
  });
  return found;
}

const isPage = (file: string) => file.startsWith('ui/') && !file.startsWith('ui/language/');

const literal = (node: ts.Node | undefined) =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

function bothForms(one: ts.Node | undefined, other: ts.Node | undefined): string | undefined {
  const forms = [literal(one), literal(other)];
  return forms.includes(undefined) ? undefined : forms.join('|');
}
