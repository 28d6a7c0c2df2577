import { useState } from 'preact/hooks';
import type { Schedule } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Check } from '../check.tsx';
import type { DraftProps, KindProps } from './draft-props.ts';
import { RawPart } from './raw-part.tsx';
import { changeOf, draftOf, newSchedule, type ScheduleDraft } from './schedule-draft.ts';
import { TimesPart } from './times-part.tsx';
import { useScheduleChanges } from './use-schedule-changes.ts';
import { t } from '../../language/translate.ts';

interface EditScheduleProps {
  /** The schedule to change; without one, another is added. */
  readonly schedule?: Schedule;
  /** IANA */
  readonly speakerZone: string;
  readonly onClose: () => void;
}

const FORM_FIELDS = ['name', 'timeZone', 'start', 'end', 'every', 'days', 'until', 'except'];
const LINE_FIELDS = ['name', 'timeZone', 'calendar'];

/** Adds a schedule, or changes one. */
export function EditSchedule({ schedule, speakerZone, onClose }: EditScheduleProps) {
  const { toasts } = useSpeaker();
  const { add, change } = useScheduleChanges();
  const [draft, setDraft] = useState(() => {
    const today = todayIn(speakerZone);
    return schedule === undefined ? newSchedule(today) : draftOf(schedule, today);
  });
  const save = async () => {
    const body = changeOf(draft);
    if (schedule === undefined) await add(body);
    else await change(schedule.id, body);
    toasts.done(
      schedule === undefined
        ? t('The schedule {name} was added.', { name: body.name })
        : t('The schedule {name} was changed.', { name: body.name }),
    );
    onClose();
  };
  return (
    <Dialog
      title={schedule === undefined ? t('Add schedule') : t('Edit {name}', { name: schedule.name })}
      onClose={onClose}
    >
      <SubmitForm
        submit={t('Save')}
        busy={t('Saving …')}
        fields={draft.raw === undefined ? FORM_FIELDS : LINE_FIELDS}
        onSubmit={save}
        onCancel={onClose}
      >
        <TextField
          label={t('Name')}
          name="name"
          autocomplete="off"
          maxLength={64}
          readOnly={schedule?.predefined === true}
          value={draft.name}
          onInput={name => setDraft({ ...draft, name })}
        />
        <KindField draft={draft} isFixed={schedule !== undefined} onChange={setDraft} />
        {draft.raw === undefined ? <TimesPart draft={draft} onChange={setDraft} /> : null}
        <RawPart draft={draft} isFixed={schedule !== undefined} onChange={setDraft} />
        <ZoneField draft={draft} onChange={setDraft} speakerZone={speakerZone} />
        <Check
          label={t('Except holidays')}
          on={draft.exceptHolidays}
          onChange={exceptHolidays => setDraft({ ...draft, exceptHolidays })}
        />
        {draft.kind === 'pulse' && (
          <Check
            label={t('Catch up')}
            hint={t('What was missed while the power was off is done at the start, if it is no older than an hour.')}
            on={draft.catchUp}
            onChange={catchUp => setDraft({ ...draft, catchUp })}
          />
        )}
      </SubmitForm>
    </Dialog>
  );
}

/** The day that it is in a time zone. */
const todayIn = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format();

const KINDS = [
  { value: 'interval', label: t('Schedule: start to end') },
  { value: 'pulse', label: t('Pulse: an instant') },
];

const KindField = ({ draft, isFixed, onChange }: KindProps) => (
  <Field label={t('Type')}>
    {control => (
      <Select
        control={control}
        value={draft.kind}
        disabled={isFixed}
        options={KINDS}
        onChange={kind => onChange({ ...draft, kind: kind as ScheduleDraft['kind'] })}
      />
    )}
  </Field>
);

const ZoneField = ({ draft, onChange, speakerZone }: DraftProps & { readonly speakerZone: string }) => (
  <Field label={t('Time zone')} name="timeZone">
    {control => (
      <Select
        control={control}
        value={draft.timeZone}
        options={[
          { value: '', label: t('The speaker’s: {speakerZone}', { speakerZone }) },
          ...Intl.supportedValuesOf('timeZone').map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ]}
        onChange={timeZone => onChange({ ...draft, timeZone })}
      />
    )}
  </Field>
);
