import type { Clips, Multicast, Recipients, ScheduleList, SpeechInfo, VirtualInput } from '../../api/contract.ts';
import type { Option } from '../parts/select.tsx';
import type { Referent } from './referents.ts';

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
}

/** Choices by the names that people gave; the value is what rules store. */
export const choicesOf =
  (known: Known): Choices =>
  refers => {
    switch (refers.to) {
      case 'clip-file':
        return (known.clips?.clips ?? []).map(({ location, name }) => ({ value: location, label: name }));
      case 'clip-id':
        return (known.clips?.clips ?? []).map(({ id, name }) => ({ value: id, label: name }));
      case 'recipient':
        return (known.recipients?.recipients ?? [])
          .filter(({ type }) => refers.types?.includes(type) ?? true)
          .map(({ id, name }) => ({ value: id, label: name }));
      case 'schedule':
        return (known.schedules?.schedules ?? [])
          .filter(({ kind }) => kind === refers.kind)
          .map(({ id, name }) => ({ value: id, label: name }));
      case 'input':
        return inputsOf(known.inputs ?? []);
      case 'source':
        return (known.multicast?.sources ?? []).map(({ id, name }) => ({ value: id, label: name }));
      case 'voice':
        return (known.speech?.voices ?? []).map(({ id, name, language }) => ({
          value: id,
          label: `${name} (${language})`,
        }));
    }
  };

/** Whether somebody gave it a name. */
export const isNamed = ({ port, name }: VirtualInput): boolean => name !== `Virtual input ${port}`;

/** Those with a name of their own first. */
const inputsOf = (inputs: readonly VirtualInput[]): readonly Option[] =>
  [...inputs]
    .sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || a.port - b.port)
    .map(input => ({
      value: String(input.port),
      label: isNamed(input) ? `${input.name} (${input.port})` : input.name,
    }));
