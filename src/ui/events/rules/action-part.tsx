import { Field } from '../../parts/field.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Select } from '../../parts/select.tsx';
import { Check } from '../check.tsx';
import { type FieldSpec, fieldsOf } from '../schema-fields.ts';
import { EVENTS_PATH } from '../tabs.ts';
import { TextHelp } from '../text-help.tsx';
import { ValueField } from '../value-field.tsx';
import type { PartProps } from './part-props.ts';
import { type ActionDraft, actionKind, chooseAction, lasts } from './rule-draft.ts';
import { t } from '../../language/translate.ts';

interface ActionPartProps extends PartProps {
  readonly title: string;
  /** Names its fields where a problem is told. */
  readonly path: string;
  readonly action: ActionDraft;
  readonly onAction: (action: ActionDraft) => void;
  readonly onRemove?: () => void;
}

/** What a rule does, or what it does where that fails. */
export function ActionPart(part: ActionPartProps) {
  const { catalog, title, path, action, onAction, onRemove } = part;
  const options = [
    { value: '', label: t('Choose an action …') },
    ...catalog.actions.map(kind => ({ value: kind.id, label: kind.title })),
  ];
  const choose = (id: string) => {
    const kind = actionKind(catalog, id);
    if (kind !== undefined) onAction(chooseAction(kind));
  };
  return (
    <fieldset class="part">
      <legend>{title}</legend>
      {onRemove !== undefined && (
        <span class="part-remove">
          <IconButton icon="remove" label={t('Remove the fallback action')} onClick={onRemove} />
        </span>
      )}
      <Field
        label={title}
        name={`${path}.id`}
        hint={path === 'fallback' ? t('Is done where the action fails.') : undefined}
      >
        {control => <Select control={control} value={action.id} options={options} onChange={choose} />}
      </Field>
      <Arguments {...part} />
      {path === 'action' && <Hold {...part} />}
    </fieldset>
  );
}

function Arguments({ draft, catalog, choices, path, action, onAction }: ActionPartProps) {
  const kind = actionKind(catalog, action.id);
  if (kind === undefined) return null;
  const specs = fieldsOf(kind.id, kind.args);
  const set = (name: string, text: string) => onAction({ ...action, args: { ...action.args, [name]: text } });
  const missing = specs.find(({ refers }) => refers?.to === 'recipient' && choices(refers).length === 0);
  return (
    <>
      {specs.length > 0 && (
        <div class="part-fields">
          {specs.map(spec => (
            <ValueField
              key={spec.name}
              spec={spec}
              name={`${path}.args.${spec.name}`}
              text={action.args[spec.name] ?? ''}
              choices={choices}
              onChange={text => set(spec.name, text)}
            />
          ))}
        </div>
      )}
      {missing !== undefined && (
        <p class="reminder">
          {t('There is no recipient of this type yet.')}{' '}
          <a href={`${EVENTS_PATH}/recipients`} target="_blank" rel="noopener">
            {t('Add one in a new tab')}
          </a>
        </p>
      )}
      {specs.some(isMessage) && (
        <TextHelp text={messageOf(specs, action)} event={draft.conditions.find(({ event }) => event !== '')?.event} />
      )}
    </>
  );
}

/** Texts of notifications know modifiers. */
const isMessage = ({ name, long }: FieldSpec) => long && (name === 'message' || name === 'body');

const messageOf = (specs: readonly FieldSpec[], { args }: ActionDraft) =>
  specs
    .filter(isMessage)
    .map(({ name }) => args[name] ?? '')
    .find(text => text !== '') ?? '';

function Hold({ draft, catalog, action, onAction }: ActionPartProps) {
  const kind = actionKind(catalog, action.id);
  if (kind?.holds !== true) return null;
  const may = lasts(draft);
  return (
    <Check
      label={t('While the rule is active')}
      on={action.hold && may}
      disabled={!may}
      hint={
        may
          ? t('It lasts as long as the rule is active, and ends with it.')
          : t('A rule with nothing but a trigger is over at once: add a condition that keeps it active.')
      }
      onChange={hold => onAction({ ...action, hold })}
    />
  );
}
