import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { EventsCatalog, Rule } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { Choices } from '../choices.ts';
import { EVENTS_PATH } from '../tabs.ts';
import { ActionPart } from './action-part.tsx';
import { ConditionPart } from './condition-part.tsx';
import type { PartProps } from './part-props.ts';
import { problemFields } from './problem-fields.ts';
import { addCondition, lasts, MAX_CONDITIONS, type RuleDraft, ruleOf, type RuleSpec } from './rule-draft.ts';
import { ruleSentence } from './sentence.ts';
import { Sentence } from './sentence-view.tsx';
import { TestRule } from './test-rule.tsx';
import { useRuleDraft } from './use-rule-draft.ts';
import { useRuleChanges } from './use-rule-changes.ts';
import { waitSeconds } from './wait-time.ts';
import { t } from '../../language/translate.ts';

interface RuleEditorProps {
  /** The rule to change; without one, another is added. */
  readonly rule: Rule | undefined;
  readonly catalog: EventsCatalog;
  readonly choices: Choices;
}

/** Writes a rule, part by part, and reads it as a sentence meanwhile. */
export function RuleEditor({ rule, catalog, choices }: RuleEditorProps) {
  const { toasts } = useSpeaker();
  const { route } = useLocation();
  const { add, change } = useRuleChanges();
  const { draft, edit, resumed, isChanged, drop, keep, startOver } = useRuleDraft(rule);
  const [testing, setTesting] = useState<RuleSpec | undefined>();
  const back = () => route(`${EVENTS_PATH}/rules`);
  const save = async () => {
    const spec = ruleOf(draft, catalog);
    if (rule === undefined) await add(spec);
    else await change(rule.id, spec);
    toasts.done(savedText(spec.name, rule === undefined));
    drop();
    back();
  };
  const cancel = () => {
    const here = location.pathname;
    drop();
    back();
    if (!isChanged()) return;
    const undo = async () => {
      keep();
      route(here);
    };
    toasts.done(rule === undefined ? t('The rule was not added.') : t('{name} was not changed.', { name: rule.name }), {
      undo,
    });
  };
  const part = { draft, catalog, choices, onChange: edit };
  return (
    <section class="card editor" aria-labelledby="rule-editor">
      <header class="card-head">
        <h2 id="rule-editor" tabIndex={-1} data-announce>
          {rule === undefined ? t('Add a rule') : t('Edit {name}', { name: rule.name })}
        </h2>
      </header>
      {resumed && <Resumed onStartOver={startOver} />}
      <SubmitForm
        submit={t('Save')}
        busy={t('Saving …')}
        fields={problemFields(draft, catalog)}
        onSubmit={save}
        onCancel={cancel}
        also={{ label: t('Test'), busy: t('Test'), act: async () => setTesting(ruleOf(named(draft), catalog)) }}
      >
        <Head {...part} />
        <Conditions {...part} />
        <Actions {...part} />
        <p class="rule-sentence" aria-live="polite">
          <Sentence pieces={ruleSentence(toldOf(draft), catalog, choices)} />
        </p>
      </SubmitForm>
      {testing !== undefined && (
        <TestRule rule={testing} catalog={catalog} choices={choices} onClose={() => setTesting(undefined)} />
      )}
    </section>
  );
}

const savedText = (name: string, isNew: boolean) =>
  isNew ? t('The rule {name} was added.', { name }) : t('The rule {name} was changed.', { name });

const Resumed = ({ onStartOver }: { readonly onStartOver: () => void }) => (
  <div class="notice unfinished" role="status">
    <span>{t('This is what you had written and not saved.')}</span>
    <button type="button" class="button" onClick={onStartOver}>
      {t('Start over')}
    </button>
  </div>
);

/** A rule can be tested before it has a name. */
const named = (draft: RuleDraft): RuleDraft => ({
  ...draft,
  name: draft.name.trim() === '' ? t('This rule') : draft.name,
});

/** A draft as a sentence tells it. */
const toldOf = (draft: RuleDraft) => {
  const { conditions, action, fallback } = draft;
  return {
    wait: waitSeconds(draft.wait) ?? 0,
    conditions,
    trigger: draft.trigger,
    action: { ...action, hold: action.hold && lasts(draft) },
    fallback,
  };
};

const Head = ({ draft, onChange }: PartProps) => (
  <div class="editor-head">
    <TextField
      label={t('Name')}
      name="name"
      autocomplete="off"
      maxLength={64}
      value={draft.name}
      onInput={name => onChange({ ...draft, name })}
    />
    <TextField
      label={t('Wait between actions')}
      name="wait"
      autocomplete="off"
      hint={t('hh:mm:ss; after an action nothing is done for so long.')}
      value={draft.wait}
      onInput={wait => onChange({ ...draft, wait })}
    />
  </div>
);

const Conditions = (part: PartProps) => (
  <>
    {part.draft.conditions.map(({ key }, index) => (
      <ConditionPart key={key} {...part} index={index} />
    ))}
    {part.draft.conditions.length < MAX_CONDITIONS && (
      <div>
        <button type="button" class="button" onClick={() => part.onChange(addCondition(part.draft))}>
          <Icon name="plus" /> {t('Add a condition')}
        </button>
      </div>
    )}
  </>
);

function Actions(part: PartProps) {
  const { draft, onChange } = part;
  const { action, fallback } = draft;
  return (
    <>
      <ActionPart
        {...part}
        title={t('Action')}
        path="action"
        action={action}
        onAction={changed => onChange({ ...draft, action: changed })}
      />
      {fallback === null ? (
        <div>
          <button
            type="button"
            class="button"
            onClick={() => onChange({ ...draft, fallback: { id: '', args: {}, hold: false } })}
          >
            <Icon name="plus" /> {t('Add a fallback action')}
          </button>
        </div>
      ) : (
        <ActionPart
          {...part}
          title={t('Fallback action')}
          path="fallback"
          action={fallback}
          onAction={changed => onChange({ ...draft, fallback: changed })}
          onRemove={() => onChange({ ...draft, fallback: null })}
        />
      )}
    </>
  );
}
