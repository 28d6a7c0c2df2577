import type { Rule, RuleChange, RulesFile } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import type { RuleSpec } from './rule-draft.ts';
import { plural, t } from '../../language/translate.ts';

/** A rule without its number. */
export const specOf = ({ name, enabled, wait, conditions, trigger, action, fallback }: RuleSpec): RuleSpec => ({
  name,
  enabled,
  wait,
  conditions,
  trigger,
  action,
  fallback,
});

/** What can be done to rules; all but `add` and `change` tell refusals by a message at the edge of the page. */
export function useRuleChanges() {
  const { client, rules, toasts } = useSpeaker();
  const pathOf = (id: string) => `/api/rules/${encodeURIComponent(id)}`;
  /** @throws Refusal */
  const add = async (rule: RuleSpec) => {
    await client.change({ method: 'POST', path: '/api/rules', body: rule });
    await rules.ask();
  };
  /** @throws Refusal */
  const change = async (id: string, part: RuleChange) => {
    await client.change({ method: 'PATCH', path: pathOf(id), body: part });
    await rules.ask();
  };
  const enable = ({ id, name }: Rule, enabled: boolean) =>
    toasts.attempt(async () => {
      await change(id, { enabled });
      const undo = () => change(id, { enabled: !enabled });
      const text = enabled ? t('{name} is on.', { name }) : t('{name} is off.', { name });
      toasts.done(text, { about: `rule ${id}`, undo });
    }, `rule ${id}`);
  const copy = ({ id, name }: Rule) =>
    toasts.attempt(async () => {
      const made = (await client.change({ method: 'POST', path: `${pathOf(id)}/copy`, body: {} })) as Rule;
      await rules.ask();
      toasts.done(t('{name} was copied: {copy}. The copy is off.', { name, copy: made.name }));
    });
  const remove = (rule: Rule) =>
    toasts.attempt(async () => {
      await client.change({ method: 'DELETE', path: pathOf(rule.id) });
      await rules.ask();
      toasts.done(t('The rule {name} was deleted.', { name: rule.name }), { undo: () => add(specOf(rule)) });
    });
  const importRules = (file: File) =>
    toasts.attempt(async () => {
      const body = rulesIn(await file.text());
      await client.change({ method: 'POST', path: '/api/rules/import', body }).catch((error: unknown) => {
        throw inWhichRule(error);
      });
      await rules.ask();
      const count = body.rules.length;
      toasts.done(plural('1 rule was imported.', '{count} rules were imported.', count));
    }, 'import');
  return { add, change, enable, copy, remove, importRules };
}

/** A problem of one rule of a file, with the rule's place in it: the field begins with `rules.3.`. */
function inWhichRule(error: unknown): unknown {
  const place = error instanceof Refusal ? /^rules\.(\d+)\./.exec(error.field ?? '')?.[1] : undefined;
  if (!(error instanceof Refusal) || place === undefined) return error;
  return new Refusal({
    message: t('Nothing was imported. Rule {place} of the file: {message}', {
      place: Number(place) + 1,
      message: error.message,
    }),
  });
}

/** @throws Refusal where it is not what the export makes */
function rulesIn(text: string): RulesFile {
  try {
    const file = JSON.parse(text) as Partial<RulesFile>;
    if (Array.isArray(file.rules)) return { rules: file.rules };
  } catch {
    throw new Refusal({ message: t('This file is no JSON. Choose one that “Export as JSON” made.') });
  }
  throw new Refusal({ message: t('This file holds no rules. Choose one that “Export as JSON” made.') });
}
