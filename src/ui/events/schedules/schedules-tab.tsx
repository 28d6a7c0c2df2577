import { useEffect, useState } from 'preact/hooks';
import type { Schedule } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { EditSchedule } from './edit-schedule.tsx';
import { HolidaysCard } from './holidays-card.tsx';
import { ScheduleRow } from './schedule-row.tsx';
import { useScheduleChanges } from './use-schedule-changes.ts';
import { WeekCard } from './week-card.tsx';
import { t } from '../../language/translate.ts';

interface Doing {
  /** The schedule to change; without one, another is added. */
  readonly schedule?: Schedule;
}

/** When something is so: office hours, every night at three. Rules choose schedules by their names. */
export function SchedulesTab() {
  const { schedules, holidays, occurrences, session } = useSpeaker();
  const known = useResource(schedules);
  const [doing, setDoing] = useState<Doing | undefined>();
  // The week and the holidays change with the schedules, and are told by the same word.
  useEffect(() => void Promise.all([occurrences.refresh(), holidays.refresh()]), [known]);
  if (known === undefined)
    return <Waiting what={t('the schedules')} problem={schedules.problem.value} onRetry={() => void schedules.ask()} />;
  return (
    <div class="stack">
      <Card title={t('Schedules')} aside={session.may('admin') && <ListActions onAdd={() => setDoing({})} />}>
        <p class="card-text">
          {t('Times are those of {timeZone} unless a schedule has a time zone of its own.', {
            timeZone: known.timeZone,
          })}
        </p>
        <ul class="rows">
          {known.schedules.map(schedule => (
            <ScheduleRow
              key={schedule.id}
              schedule={schedule}
              speakerZone={known.timeZone}
              onEdit={() => setDoing({ schedule })}
            />
          ))}
        </ul>
      </Card>
      <WeekCard timeZone={known.timeZone} />
      <HolidaysCard />
      {doing !== undefined && (
        <EditSchedule {...doing} speakerZone={known.timeZone} onClose={() => setDoing(undefined)} />
      )}
    </div>
  );
}

function ListActions({ onAdd }: { readonly onAdd: () => void }) {
  const { importFile } = useScheduleChanges();
  return (
    <div class="card-actions">
      <a class="button" href="/api/schedules/export" download="schedules.ics">
        <Icon name="download" /> {t('Export .ics')}
      </a>
      <FileButton label={t('Import .ics')} accept=".ics,text/calendar" onFile={file => void importFile(file)} />
      <button type="button" class="button primary" onClick={onAdd}>
        <Icon name="plus" /> {t('Add schedule')}
      </button>
    </div>
  );
}
