import type { EventsCatalog } from '../../../api/contract.ts';
import type { Choices } from '../choices.ts';
import { type FieldSpec, fieldsOf, textOf } from '../schema-fields.ts';
import { actionKind, conditionKind } from './rule-draft.ts';
import { waitText } from './wait-time.ts';
import { type Holes, midSentence, t, weave } from '../../language/translate.ts';

/** A rule, stored or being typed, as far as a sentence tells it. */
interface ToldRule {
  /** s */
  readonly wait: number;
  readonly conditions: readonly ToldCondition[];
  readonly trigger: boolean;
  readonly action: ToldAction;
  readonly fallback: ToldAction | null;
}

interface ToldCondition {
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly invert: boolean;
}

interface ToldAction {
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly hold: boolean;
}

/** A part of a sentence; what is `strong` is of the rule, the rest is glue. */
export interface Piece {
  readonly text: string;
  readonly strong: boolean;
}

const plain = (text: string): Piece => ({ text, strong: false });
const strong = (text: string): Piece => ({ text, strong: true });

/** The sentence as one text, what is of the rule in quotation marks. */
export const sentenceText = (pieces: readonly Piece[]): string =>
  pieces.map(({ strong, text }) => (strong ? t('“{text}”', { text }) : text)).join('');

/**
 * What a rule does: When “Audio clip playing” ends and while “State: Ringing” holds, do “Answer call”; if that fails, do …
 * @param catalog what conditions and actions there are
 * @param choices names of clips, recipients, schedules …
 */
export function ruleSentence(rule: ToldRule, catalog: EventsCatalog, choices: Choices): readonly Piece[] {
  const words: Words = { catalog, choices };
  let pieces = woven('{when}, do {action}', {
    when: whenPieces(rule, words),
    action: doPieces(rule.action, words),
  });
  if (rule.fallback !== null)
    pieces = woven('{rule}; if that fails, do {action}', { rule: pieces, action: doPieces(rule.fallback, words) });
  if (rule.wait !== 0)
    pieces = woven('{rule}; then wait {time}', { rule: pieces, time: [strong(waitText(rule.wait))] });
  // A message at the end may bring its own full stop.
  return /[.!?]$/.test(pieces.at(-1)?.text ?? '') ? pieces : [...pieces, plain('.')];
}

/** A translated sentence of pieces. */
const woven = <T extends string>(text: T, parts: Readonly<Record<Holes<T>, readonly Piece[]>>): readonly Piece[] =>
  weave(text, parts).flatMap(part => (typeof part === 'string' ? plain(part) : part));

interface Words {
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
}

function whenPieces({ conditions, trigger }: ToldRule, words: Words): readonly Piece[] {
  const [first, ...others] = conditions;
  if (first === undefined) return [plain(t('Never'))];
  if (others.length === 0) return woven('When {start}', { start: startPieces(first, words) });
  const held = (trigger ? others : conditions).map(condition => holdPieces(condition, words));
  if (!trigger) {
    const all = held.reduce((so, more) => woven('{first} and at the same time {second}', { first: so, second: more }));
    return woven('As soon as {conditions}', { conditions: all });
  }
  const all = held.reduce((so, more) => woven('{first} and {second}', { first: so, second: more }));
  return woven('When {start} and while {conditions}', { start: startPieces(first, words), conditions: all });
}

/** A condition that starts the rule. */
function startPieces(condition: ToldCondition, { catalog, choices }: Words): readonly Piece[] {
  const name = [strong(conditionName(condition, catalog, choices))];
  if (conditionKind(catalog, condition.event)?.kind === 'pulse')
    return woven('{condition} happens', { condition: name });
  return condition.invert
    ? woven('{condition} ends', { condition: name })
    : woven('{condition} begins', { condition: name });
}

function holdPieces(condition: ToldCondition, { catalog, choices }: Words): readonly Piece[] {
  const name = [strong(conditionName(condition, catalog, choices))];
  return condition.invert
    ? woven('{condition} does not hold', { condition: name })
    : woven('{condition} holds', { condition: name });
}

/** "State: Ringing", "Audio clip playing". */
export function conditionName({ event, fields }: ToldCondition, catalog: EventsCatalog, choices: Choices): string {
  const kind = conditionKind(catalog, event);
  if (kind === undefined) return event === '' ? '…' : event;
  const told = fieldsOf(event, kind.fields).filter(spec => {
    const value = textOf(fields[spec.name]);
    // That a state is so is what its title says.
    const isTitle = kind.kind === 'state' && spec.kind === 'boolean' && spec.required && value === 'true';
    return value !== '' && !isTitle;
  });
  // Besides flags most events tell one thing, which their title announces.
  const isAlone = told.filter(spec => spec.kind !== 'boolean').length === 1;
  const isObvious = (spec: FieldSpec) => isAlone && spec.kind !== 'boolean';
  return named(kind.title, told, { values: fields, choices, isObvious });
}

function doPieces({ id, args, hold }: ToldAction, { catalog, choices }: Words): readonly Piece[] {
  const kind = actionKind(catalog, id);
  if (kind === undefined) return [strong(id === '' ? '…' : id)];
  const told = fieldsOf(id, kind.args).filter(spec => {
    const value = textOf(args[spec.name]);
    return value !== '' && value !== spec.initial;
  });
  const pieces = [strong(named(kind.title, told, { values: args, choices, isObvious: () => false }))];
  return hold ? woven('{action} for as long as the rule is active', { action: pieces }) : pieces;
}

interface Naming {
  readonly values: Readonly<Record<string, unknown>>;
  readonly choices: Choices;
  /** Whether a value says by itself what it is about. */
  readonly isObvious: (spec: FieldSpec) => boolean;
}

function named(title: string, specs: readonly FieldSpec[], { values, choices, isObvious }: Naming): string {
  const told = specs.map(spec => {
    const value = short(valueWords(spec, textOf(values[spec.name]), choices));
    return spec.refers !== undefined || isObvious(spec) ? value : `${midSentence(spec.title)} ${value}`;
  });
  return told.length === 0 ? title : `${title}: ${told.join(', ')}`;
}

/** What a value is called. */
function valueWords(spec: FieldSpec, value: string, choices: Choices): string {
  if (spec.kind === 'boolean') return value === 'true' ? t('yes') : t('no');
  const options = spec.refers === undefined ? spec.options : choices(spec.refers);
  return options.find(option => option.value === value)?.label ?? value;
}

const LONGEST = 48;
const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
