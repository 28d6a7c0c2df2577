import { useState } from 'preact/hooks';
import type { ConditionKind, DryRun, EventsCatalog, RuleCondition, TracedEvent } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import type { Choices } from '../choices.ts';
import { type FieldSpec, fieldsOf, type Texts, type Values, valuesOf } from '../schema-fields.ts';
import { ValueField } from '../value-field.tsx';
import { exampleData } from './example-data.ts';
import { Looks } from './looks.tsx';
import { conditionKind, type RuleSpec } from './rule-draft.ts';
import { conditionName } from './sentence.ts';
import { specOf } from './use-rule-changes.ts';
import { t } from '../../language/translate.ts';

interface TestRuleProps {
  readonly rule: RuleSpec;
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
  readonly onClose: () => void;
}

/** Asks the speaker what a rule would do if something happened now. Nothing is done. */
export function TestRule({ rule, catalog, choices, onClose }: TestRuleProps) {
  const { client } = useSpeaker();
  const [index, setIndex] = useState(0);
  const [typed, setTyped] = useState<Texts>({});
  const [answer, setAnswer] = useState<TracedEvent | undefined>();
  const condition = rule.conditions[index];
  const kind = condition === undefined ? undefined : conditionKind(catalog, condition.event);
  if (condition === undefined || kind === undefined) return null;
  const specs = fieldsOf(kind.event, kind.fields);
  const texts = { ...exampleData(kind, condition), ...typed };
  const test = async () => {
    setAnswer(undefined);
    // It is told what it would do even while it is off.
    const tried = { ...specOf(rule), enabled: true };
    const body: DryRun = { event: kind.event, data: dataOf(specs, texts), rule: tried };
    setAnswer((await client.change({ method: 'POST', path: '/api/rules/dry-run', body })) as TracedEvent);
  };
  return (
    <Dialog title={t('Test {name}', { name: rule.name })} onClose={onClose}>
      <p class="card-text">
        {t('Nothing is done: the speaker only tells what the rule would do if this happened now.')}
      </p>
      <SubmitForm
        submit={t('Test')}
        busy={t('Testing …')}
        fields={specs.map(({ name }) => `data.${name}`)}
        onSubmit={test}
      >
        <Happening
          conditions={rule.conditions}
          index={index}
          nameOf={each => conditionName(each, catalog, choices)}
          onChange={next => {
            setIndex(next);
            setTyped({});
            setAnswer(undefined);
          }}
        />
        <DataFields
          kind={kind}
          specs={specs}
          texts={texts}
          choices={choices}
          onChange={(name, text) => setTyped({ ...typed, [name]: text })}
        />
        {answer !== undefined && (
          <div class="answer" role="status">
            <Looks traced={answer} />
          </div>
        )}
      </SubmitForm>
    </Dialog>
  );
}

/** What an event tells; a required text may be empty. */
const dataOf = (specs: readonly FieldSpec[], texts: Texts): Values =>
  valuesOf(
    specs.map(spec => ({ ...spec, mayBeEmpty: spec.kind === 'text' })),
    texts,
    'data',
  );

interface HappeningProps {
  readonly conditions: readonly RuleCondition[];
  readonly index: number;
  readonly nameOf: (condition: RuleCondition) => string;
  readonly onChange: (index: number) => void;
}

/** Which of the rule's events is to happen. */
function Happening({ conditions, index, nameOf, onChange }: HappeningProps) {
  const options = conditions.map((condition, i) => ({ value: String(i), label: nameOf(condition) }));
  return (
    <Field label={t('What happens')}>
      {control => (
        <Select
          control={control}
          value={String(index)}
          options={options}
          onChange={chosen => onChange(Number(chosen))}
        />
      )}
    </Field>
  );
}

interface DataFieldsProps {
  readonly kind: ConditionKind;
  readonly specs: readonly FieldSpec[];
  readonly texts: Texts;
  readonly choices: Choices;
  readonly onChange: (name: string, text: string) => void;
}

const DataFields = ({ kind, specs, texts, choices, onChange }: DataFieldsProps) => (
  <div class="part-fields">
    {specs
      .filter(({ required }) => required)
      .map(spec => (
        <ValueField
          key={`${kind.event} ${spec.name}`}
          spec={spec}
          name={`data.${spec.name}`}
          text={texts[spec.name] ?? ''}
          choices={choices}
          onChange={text => onChange(spec.name, text)}
        />
      ))}
  </div>
);
