import type { EventsCatalog } from '../../../api/contract.ts';
import type { Choices } from '../choices.ts';
import { type FieldSpec, fieldsOf, textOf } from '../schema-fields.ts';
import { actionKind, conditionKind } from './rule-draft.ts';
import { waitText } from './wait-time.ts';

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
  pieces.map(piece => (piece.strong ? `“${piece.text}”` : piece.text)).join('');

/**
 * What a rule does: When “Audio clip playing” ends and while “State: Ringing” holds, do “Answer call”; if that fails, do …
 * @param catalog what conditions and actions there are
 * @param choices names of clips, recipients, schedules …
 */
export function ruleSentence(rule: ToldRule, catalog: EventsCatalog, choices: Choices): readonly Piece[] {
  const words: Words = { catalog, choices };
  const pieces = [
    ...whenPieces(rule, words),
    plain(', do '),
    ...doPieces(rule.action, words),
    ...(rule.fallback === null ? [] : [plain('; if that fails, do '), ...doPieces(rule.fallback, words)]),
    ...(rule.wait === 0 ? [] : [plain('; then wait '), strong(waitText(rule.wait))]),
  ];
  // A message at the end may bring its own full stop.
  return /[.!?]$/.test(pieces.at(-1)?.text ?? '') ? pieces : [...pieces, plain('.')];
}

interface Words {
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
}

function whenPieces({ conditions, trigger }: ToldRule, words: Words): readonly Piece[] {
  const [first, ...others] = conditions;
  if (first === undefined) return [plain('Never')];
  if (others.length === 0) return [plain('When '), ...startPieces(first, words)];
  if (!trigger) return [plain('As soon as '), ...listed(conditions, words, ' and at the same time ')];
  return [plain('When '), ...startPieces(first, words), plain(' and while '), ...listed(others, words, ' and ')];
}

/** A condition that starts the rule. */
function startPieces(condition: ToldCondition, { catalog, choices }: Words): readonly Piece[] {
  const isPulse = conditionKind(catalog, condition.event)?.kind === 'pulse';
  const verb = isPulse ? 'happens' : condition.invert ? 'ends' : 'begins';
  return [strong(conditionName(condition, catalog, choices)), plain(` ${verb}`)];
}

function listed(conditions: readonly ToldCondition[], { catalog, choices }: Words, glue: string): readonly Piece[] {
  return conditions.flatMap((condition, i) => [
    ...(i === 0 ? [] : [plain(glue)]),
    strong(conditionName(condition, catalog, choices)),
    plain(condition.invert ? ' does not hold' : ' holds'),
  ]);
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
  return hold ? [...pieces, plain(' for as long as the rule is active')] : pieces;
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
    return spec.refers !== undefined || isObvious(spec) ? value : `${uncapital(spec.title)} ${value}`;
  });
  return told.length === 0 ? title : `${title}: ${told.join(', ')}`;
}

/** What a value is called. */
function valueWords(spec: FieldSpec, value: string, choices: Choices): string {
  if (spec.kind === 'boolean') return value === 'true' ? 'yes' : 'no';
  const options = spec.refers === undefined ? spec.options : choices(spec.refers);
  return options.find(option => option.value === value)?.label ?? value;
}

/** Within a sentence; "DTMF" stays as it is. */
const uncapital = (title: string) =>
  /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;

const LONGEST = 48;
const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
