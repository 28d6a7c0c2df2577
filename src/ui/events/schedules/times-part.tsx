import { useContext, useId } from 'preact/hooks';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { FormProblem } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { DraftProps } from './draft-props.ts';
import { WEEKDAYS } from './ical-lines.ts';
import { moveStart } from './schedule-draft.ts';
import type { Repeats } from './schedule-form.ts';
import { DAY_NAMES, REPEATS_NAMES, unitName } from './schedule-words.ts';
import { WhenField } from './when-field.tsx';
import { t } from '../../language/translate.ts';

/** When it begins and ends, and how it comes back. */
export function TimesPart({ draft, onChange }: DraftProps) {
  const { kind, start, end } = draft;
  return (
    <>
      <div class="pair">
        <WhenField
          label={t('Start date')}
          name="start"
          type="date"
          value={start.date}
          onInput={date => onChange(moveStart(draft, date))}
        />
        <WhenField
          label={t('Start time')}
          type="time"
          value={start.time}
          onInput={time => onChange({ ...draft, start: { ...start, time } })}
        />
      </div>
      {kind === 'interval' && (
        <div class="pair">
          <WhenField
            label={t('End date')}
            name="end"
            type="date"
            value={end.date}
            onInput={date => onChange({ ...draft, end: { ...end, date } })}
          />
          <WhenField
            label={t('End time')}
            type="time"
            value={end.time}
            onInput={time => onChange({ ...draft, end: { ...end, time } })}
          />
        </div>
      )}
      <RepeatPart draft={draft} onChange={onChange} />
    </>
  );
}

const INTERVALS: readonly Repeats[] = ['once', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'];
const PULSES: readonly Repeats[] = ['once', 'minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'];

function RepeatPart({ draft, onChange }: DraftProps) {
  const { kind, repeats, every, until, except } = draft;
  const choices = kind === 'pulse' ? PULSES : INTERVALS;
  return (
    <>
      <div class="pair">
        <Field label={t('Repeats')}>
          {control => (
            <Select
              control={control}
              value={repeats}
              options={choices.map(each => ({ value: each, label: REPEATS_NAMES[each] }))}
              onChange={chosen => onChange({ ...draft, repeats: chosen as Repeats })}
            />
          )}
        </Field>
        {repeats !== 'once' && (
          <TextField
            label={t('Every')}
            name="every"
            type="number"
            min={1}
            value={every}
            onInput={text => onChange({ ...draft, every: text })}
            after={<span class="unit">{unitName(repeats, Number(every))}</span>}
          />
        )}
      </div>
      {repeats === 'weekly' && <DaysField draft={draft} onChange={onChange} />}
      {repeats !== 'once' && (
        <div class="pair">
          <WhenField
            label={t('Until')}
            name="until"
            type="date"
            value={until}
            onInput={text => onChange({ ...draft, until: text })}
          />
          <TextField
            label={t('Except on')}
            name="except"
            autocomplete="off"
            hint={t('Days as 2026-12-24, commas between them.')}
            value={except}
            onInput={text => onChange({ ...draft, except: text })}
          />
        </div>
      )}
    </>
  );
}

function DaysField({ draft, onChange }: DraftProps) {
  const id = useId();
  const problem = useContext(FormProblem);
  const toggle = (day: string, on: boolean) =>
    onChange({ ...draft, days: on ? [...draft.days, day] : draft.days.filter(each => each !== day) });
  return (
    <fieldset class="days">
      <legend>{t('Days')}</legend>
      {WEEKDAYS.map(day => (
        <span key={day} class="day">
          <input
            type="checkbox"
            id={`${id}-${day}`}
            checked={draft.days.includes(day)}
            onChange={event => toggle(day, event.currentTarget.checked)}
          />
          <label for={`${id}-${day}`}>{DAY_NAMES[day]}</label>
        </span>
      ))}
      {problem?.field === 'days' && (
        <p class="field-error" role="alert">
          {problem.message}
        </p>
      )}
    </fieldset>
  );
}
