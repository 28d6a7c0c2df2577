import type { ConditionKind } from '../../../api/contract.ts';
import { Field } from '../../parts/field.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { type Option, Select } from '../../parts/select.tsx';
import { Check } from '../check.tsx';
import { type FieldSpec, fieldsOf } from '../schema-fields.ts';
import { ValueField } from '../value-field.tsx';
import type { PartProps } from './part-props.ts';
import {
  beginsWithPulse,
  chooseEvent,
  conditionKind,
  mayBePulse,
  removeCondition,
  withCondition,
} from './rule-draft.ts';
import { midSentence, t } from '../../language/translate.ts';

interface ConditionPartProps extends PartProps {
  readonly index: number;
}

/** One condition of a rule: which event, with what, and whether it is the trigger. */
export function ConditionPart(part: ConditionPartProps) {
  const { draft, catalog, index, onChange } = part;
  const condition = draft.conditions[index];
  if (condition === undefined) return null;
  const kind = conditionKind(catalog, condition.event);
  const title = t('Condition {index}', { index: index + 1 });
  const isAlone = draft.conditions.length === 1;
  const choose = (event: string) => {
    const chosen = conditionKind(catalog, event);
    if (chosen !== undefined) onChange(chooseEvent(draft, index, chosen));
  };
  return (
    <fieldset class="part">
      <legend>{title}</legend>
      {!isAlone && (
        <span class="part-remove">
          <IconButton
            icon="remove"
            label={t('Remove {title}', { title: midSentence(title) })}
            onClick={() => onChange(removeCondition(draft, index))}
          />
        </span>
      )}
      <Field label={t('Condition')} name={`conditions.${index}.event`}>
        {control => (
          <Select
            control={control}
            value={condition.event}
            options={eventOptions(catalog.conditions, mayBePulse(draft, catalog, index))}
            onChange={choose}
          />
        )}
      </Field>
      {kind !== undefined && <Wanted {...part} kind={kind} />}
      <Checks {...part} kind={kind} />
    </fieldset>
  );
}

/** Events under their headings; a second pulse cannot be chosen. */
const eventOptions = (kinds: readonly ConditionKind[], pulses: boolean): readonly Option[] => [
  { value: '', label: t('Choose a condition …') },
  ...kinds.map(({ event, title, group, kind }) => ({
    value: event,
    label: title,
    group,
    disabled: kind === 'pulse' && !pulses,
  })),
];

type KindProps = ConditionPartProps & { readonly kind: ConditionKind };

/** The values that are waited for. What an event does not always tell is rarely asked for, and stands behind a fold. */
function Wanted(props: KindProps) {
  const { draft, index, kind } = props;
  const texts = draft.conditions[index]?.fields ?? {};
  const specs = fieldsOf(kind.event, kind.fields);
  const isUsual = (spec: FieldSpec) => spec.refers !== undefined || (isAlwaysTold(spec) && !isRepeated(spec, specs));
  const [usual, rare] = [specs.filter(isUsual), specs.filter(spec => !isUsual(spec))];
  const isSet = ({ name }: FieldSpec) => (texts[name] ?? '') !== '';
  return (
    <>
      <WantedFields {...props} specs={usual} />
      {rare.length > 0 && (
        <details class="more" open={rare.some(isSet)}>
          <summary>{t('More about {title}', { title: midSentence(kind.title) })}</summary>
          <WantedFields {...props} specs={rare} />
        </details>
      )}
      {kind.kind === 'state' && specs.length > 0 && !specs.some(isSet) && (
        <p class="reminder" role="status">
          {t('With “Any” everywhere this condition always holds.')}
        </p>
      )}
    </>
  );
}

const isAlwaysTold = ({ required, initial }: FieldSpec) => required && initial === undefined;

/** The name of what another field chooses. */
const isRepeated = ({ name }: FieldSpec, specs: readonly FieldSpec[]) =>
  name === 'name' && specs.some(({ refers }) => refers !== undefined);

function WantedFields({
  draft,
  index,
  choices,
  onChange,
  specs,
}: KindProps & { readonly specs: readonly FieldSpec[] }) {
  const condition = draft.conditions[index];
  if (condition === undefined || specs.length === 0) return null;
  const set = (name: string, text: string) =>
    onChange(withCondition(draft, index, { ...condition, fields: { ...condition.fields, [name]: text } }));
  return (
    <div class="part-fields">
      {specs.map(spec => (
        <ValueField
          key={spec.name}
          spec={spec}
          name={`conditions.${index}.fields.${spec.name}`}
          any
          text={condition.fields[spec.name] ?? ''}
          choices={choices}
          onChange={text => set(spec.name, text)}
        />
      ))}
    </div>
  );
}

/** The check boxes under a condition. */
function Checks(props: ConditionPartProps & { readonly kind: ConditionKind | undefined }) {
  const { draft, catalog, index, kind, onChange } = props;
  const condition = draft.conditions[index];
  if (condition === undefined) return null;
  const isBound = beginsWithPulse(draft, catalog);
  return (
    <div class="part-checks">
      {index === 0 && (
        <Check
          label={t('Use this condition as a trigger')}
          on={draft.trigger || isBound}
          disabled={isBound}
          hint={triggerHint(isBound, draft.trigger)}
          onChange={trigger => onChange({ ...draft, trigger })}
        />
      )}
      {kind?.kind === 'state' && (
        <Check
          label={t('Invert this condition')}
          on={condition.invert}
          onChange={invert => onChange(withCondition(draft, index, { ...condition, invert }))}
        />
      )}
    </div>
  );
}

function triggerHint(isBound: boolean, trigger: boolean): string {
  if (isBound) return t('It is over in an instant, so it stands first and can only start the rule.');
  return trigger
    ? t('It only starts the rule, which then stays active while the other conditions hold.')
    : t('Off: the rule is active while all conditions hold.');
}
