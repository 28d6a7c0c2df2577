import { useState } from 'preact/hooks';
import type { Time } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { Card } from '../../parts/card.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useTimeChange } from './use-time-change.ts';
import { t } from '../../language/translate.ts';

const WRITTEN = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?$/;

/** Sets the clock of a speaker that asks nobody. */
export function ManualCard({ known: { zone } }: { readonly known: Time }) {
  const { set } = useTimeChange();
  const [text, setText] = useState('');
  const save = async () => {
    const time = WRITTEN.test(text.trim()) ? instantAt(text.trim(), zone) : undefined;
    if (time === undefined) {
      throw new Refusal({ message: t('Type date and time like 2026-01-31 12:00:00.'), field: 'dateTime' });
    }
    await set(time.toISOString());
    setText('');
  };
  return (
    <Card title={t('Custom date and time')}>
      <SubmitForm
        submit={t('Set date and time')}
        busy={t('Setting …')}
        fields={['dateTime']}
        onSubmit={save}
        also={{ label: t('Get from system'), busy: t('Setting …'), act: () => set(new Date().toISOString()) }}
      >
        <TextField
          label={t('Date and time')}
          name="dateTime"
          value={text}
          hint={t(
            'In the speaker’s time zone, {zone}: 2026-01-31 12:00:00. “Get from system” takes the time of this computer.',
            { zone },
          )}
          onInput={setText}
        />
      </SubmitForm>
    </Card>
  );
}

/** The instant at which a clock in the zone shows this; undefined where none ever does. */
function instantAt(wall: string, timeZone: string): Date | undefined {
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const whole = wall.length === 16 ? `${wall}:00` : wall;
  const asUtc = Date.parse(`${whole.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // Off by the zone's offset, which is a quarter of an hour's multiple: the second guess is right but around a change.
  let guess = asUtc;
  for (let tries = 0; tries < 3; tries++) {
    const shown = Date.parse(`${format.format(guess).replace(' ', 'T')}Z`);
    if (shown === asUtc) return new Date(guess);
    guess += asUtc - shown;
  }
  return undefined;
}
