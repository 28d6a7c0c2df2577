import type {
  Clips,
  Multicast,
  Recipients,
  ScheduleList,
  SipState,
  SpeechInfo,
  VirtualInput,
} from '../../api/contract.ts';
import type { Option } from '../parts/option.ts';
import type { Referent, SimpleReferent } from './referents.ts';
import { t } from '../language/translate.ts';

/** What a field that refers to something can be. */
export type Choices = (refers: Referent) => readonly Option[];

/** What there is to choose from; what the speaker has not told is left out. */
interface Known {
  readonly clips?: Clips | undefined;
  readonly recipients?: Recipients | undefined;
  readonly schedules?: ScheduleList | undefined;
  readonly inputs?: readonly VirtualInput[] | undefined;
  readonly multicast?: Multicast | undefined;
  readonly speech?: SpeechInfo | undefined;
  readonly sip?: SipState | undefined;
}

/** Choices by the names that people gave; the value is what rules store. */
export const choicesOf =
  (known: Known): Choices =>
  refers => {
    if (refers.to === 'recipient') return recipientsOf(known, refers.types);
    if (refers.to === 'schedule') return schedulesOf(known, refers.kind);
    return LISTS[refers.to](known);
  };

const LISTS: Readonly<Record<SimpleReferent['to'], (known: Known) => readonly Option[]>> = {
  'clip-file': ({ clips }) => all(clips?.clips, ({ location, name }) => [location, name]),
  'clip-id': ({ clips }) => all(clips?.clips, ({ id, name }) => [id, name]),
  dtmf: ({ sip }) => dtmfOf(sip?.accounts ?? []),
  input: ({ inputs = [] }) => inputsOf(inputs),
  source: ({ multicast }) => all(multicast?.sources, ({ id, name }) => [id, name]),
  voice: ({ speech }) => all(speech?.voices, ({ id, name, language }) => [id, `${name} (${language})`]),
};

/** Sequences that accounts know by the same description are one. */
const dtmfOf = (accounts: SipState['accounts']) =>
  all(
    [...new Set(accounts.flatMap(({ dtmfSequences }) => dtmfSequences.map(({ description }) => description)))],
    description => [description, description],
  );

const recipientsOf = ({ recipients }: Known, types: readonly string[] | undefined) =>
  all(
    recipients?.recipients.filter(({ type }) => types?.includes(type) ?? true),
    ({ id, name }) => [id, name],
  );

const schedulesOf = ({ schedules }: Known, wanted: string) =>
  all(
    schedules?.schedules.filter(({ kind }) => kind === wanted),
    ({ id, name }) => [id, name],
  );

const all = <T>(items: readonly T[] = [], parts: (item: T) => readonly [value: string, label: string]) =>
  items.map(parts).map(([value, label]) => ({ value, label }));

/** Whether somebody gave it a name. */
export const isNamed = ({ port, name }: VirtualInput): boolean => name !== `Virtual input ${port}`;

/** Those with a name of their own first. */
const inputsOf = (inputs: readonly VirtualInput[]): readonly Option[] =>
  [...inputs]
    .sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || a.port - b.port)
    .map(input => ({
      value: String(input.port),
      label: isNamed(input) ? `${input.name} (${input.port})` : t('Virtual input {port}', { port: input.port }),
    }));
