import { useState } from 'preact/hooks';
import { Field } from '../../parts/field.tsx';
import type { KindProps } from './draft-props.ts';
import { asForm, asLines } from './schedule-draft.ts';
import { t } from '../../language/translate.ts';

/** The way between the form and the iCalendar lines behind it, and the lines themselves. */
export function RawPart({ draft, isFixed, onChange }: KindProps) {
  const [cannot, setCannot] = useState(false);
  if (draft.raw === undefined) {
    return (
      <div>
        <button type="button" class="button quiet" onClick={() => onChange(asLines(draft))}>
          {t('Write as iCalendar')}
        </button>
      </div>
    );
  }
  const back = () => {
    const form = asForm(draft, isFixed);
    setCannot(form === undefined);
    if (form !== undefined) onChange(form);
  };
  return (
    <>
      <Field
        label={t('iCalendar')}
        name="calendar"
        hint={t('DTSTART, DTEND, RRULE and EXDATE, one in each line. A pulse has no DTEND.')}
      >
        {control => (
          <textarea
            {...control}
            class="input ical"
            rows={5}
            spellcheck={false}
            value={draft.raw}
            onInput={event => {
              setCannot(false);
              onChange({ ...draft, raw: event.currentTarget.value });
            }}
          />
        )}
      </Field>
      <div>
        <button type="button" class="button quiet" onClick={back}>
          {t('Back to the form')}
        </button>
      </div>
      {cannot && (
        <p class="reminder" role="alert">
          {t('The form cannot show all that these lines say.')}
        </p>
      )}
    </>
  );
}
