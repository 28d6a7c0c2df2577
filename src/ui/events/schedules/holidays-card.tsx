import { useState } from 'preact/hooks';
import type { Holiday } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { AddHoliday } from './add-holiday.tsx';
import { dateText, dayOfYear } from './schedule-words.ts';
import { useHolidayChanges } from './use-holiday-changes.ts';
import { t } from '../../language/translate.ts';

/** The days on which schedules that except holidays do not hold. */
export function HolidaysCard() {
  const { holidays, session } = useSpeaker();
  const known = useResource(holidays);
  const [adding, setAdding] = useState(false);
  if (known === undefined) {
    return (
      <Card title={t('Holidays')}>
        <Waiting what={t('the holidays')} problem={holidays.problem.value} onRetry={() => void holidays.ask()} />
      </Card>
    );
  }
  return (
    <Card title={t('Holidays')} aside={session.may('admin') && <Actions onAdd={() => setAdding(true)} />}>
      {known.holidays.length === 0 ? (
        <p class="empty">{t('None. Schedules with “Except holidays” do not hold on the days that stand here.')}</p>
      ) : (
        <ul class="rows">
          {known.holidays.map(holiday => (
            <HolidayRow key={`${holiday.date} ${holiday.name}`} holiday={holiday} />
          ))}
        </ul>
      )}
      {adding && <AddHoliday onClose={() => setAdding(false)} />}
    </Card>
  );
}

function Actions({ onAdd }: { readonly onAdd: () => void }) {
  const { importFile } = useHolidayChanges();
  return (
    <div class="card-actions">
      <FileButton label={t('Import holidays')} accept=".ics,text/calendar" onFile={file => void importFile(file)} />
      <button type="button" class="button" onClick={onAdd}>
        <Icon name="plus" /> {t('Add holiday')}
      </button>
    </div>
  );
}

function HolidayRow({ holiday }: { readonly holiday: Holiday }) {
  const { session } = useSpeaker();
  const { remove } = useHolidayChanges();
  const { date, name, yearly } = holiday;
  return (
    <li class="entry plain">
      <p class="entry-text">
        <span>
          <strong>{name}</strong>{' '}
          {yearly ? t('{dayOfYear}, every year', { dayOfYear: dayOfYear(date) }) : dateText(date)}
        </span>
      </p>
      {session.may('admin') && (
        <IconButton
          icon="remove"
          label={t('Delete {name}, {date}', { name, date })}
          onClick={() => void remove(holiday)}
        />
      )}
    </li>
  );
}
