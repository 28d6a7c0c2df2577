/** Reads the project's own source, as far as texts are collected from it. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const SRC = new URL('../../src/', import.meta.url).pathname;

/** Texts, and where each was found first. */
export type Found = Map<string, string>;

/** Calls with every node of the files that are wanted, and with the file's name below src/. */
export function visitSource(isWanted: (file: string) => boolean, visit: (node: ts.Node, file: string) => void): void {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(each => /\.tsx?$/.test(each) && isWanted(each)).sort()) {
    const source = ts.createSourceFile(file, readFileSync(SRC + file, 'utf8'), ts.ScriptTarget.Latest, true);
    const each = (node: ts.Node): void => {
      visit(node, file);
      ts.forEachChild(node, each);
    };
    each(source);
  }
}

/** A literal text; of a template the values are `{1}`, `{2}` …; undefined where it is something else. */
export function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }, i) => `{${i + 1}}${literal.text}`).join('');
}

/** The name of what is called: `t` of `t('…')` and of `words.t('…')`. */
export const calleeOf = ({ expression }: ts.CallExpression | ts.NewExpression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
