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

/** The days on which schedules that except holidays do not hold. */
export function HolidaysCard() {
  const { holidays, session } = useSpeaker();
  const known = useResource(holidays);
  const [adding, setAdding] = useState(false);
  if (known === undefined) {
    return (
      <Card title="Holidays">
        <Waiting what="the holidays" problem={holidays.problem.value} onRetry={() => void holidays.ask()} />
      </Card>
    );
  }
  return (
    <Card title="Holidays" aside={session.may('admin') && <Actions onAdd={() => setAdding(true)} />}>
      {known.holidays.length === 0 ? (
        <p class="empty">None. Schedules with “Except holidays” do not hold on the days that stand here.</p>
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
      <FileButton label="Import holidays" accept=".ics,text/calendar" onFile={file => void importFile(file)} />
      <button type="button" class="button" onClick={onAdd}>
        <Icon name="plus" /> Add holiday
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
          <strong>{name}</strong> {yearly ? `${dayOfYear(date)}, every year` : dateText(date)}
        </span>
      </p>
      {session.may('admin') && (
        <IconButton icon="remove" label={`Delete ${name}, ${date}`} onClick={() => void remove(holiday)} />
      )}
    </li>
  );
}
