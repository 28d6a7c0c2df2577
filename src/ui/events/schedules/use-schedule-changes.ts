import type { Schedule, ScheduleChange } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';

/** What can be done to schedules; all but `add` and `change` tell refusals by a message at the edge of the page. */
export function useScheduleChanges() {
  const { client, schedules, occurrences, toasts } = useSpeaker();
  const pathOf = (id: string) => `/api/schedules/${encodeURIComponent(id)}`;
  const renew = () => Promise.all([schedules.ask(), occurrences.ask()]);
  /** @throws Refusal */
  const add = async (body: ScheduleChange) => {
    await client.change({ method: 'POST', path: '/api/schedules', body });
    await renew();
  };
  /** @throws Refusal */
  const change = async (id: string, body: ScheduleChange) => {
    await client.change({ method: 'PATCH', path: pathOf(id), body });
    await renew();
  };
  const copy = (schedule: Schedule) =>
    toasts.attempt(async () => {
      await add({ ...specOf(schedule), name: `${schedule.name} (copy)` });
      toasts.done(`${schedule.name} was copied.`);
    });
  const remove = (schedule: Schedule) =>
    toasts.attempt(async () => {
      await client.change({ method: 'DELETE', path: pathOf(schedule.id) });
      await renew();
      toasts.done(`The schedule ${schedule.name} was deleted.`, { undo: () => add(specOf(schedule)) });
    });
  const importFile = (file: File) =>
    toasts.attempt(async () => {
      const body = new Blob([file], { type: 'text/calendar' });
      const made = (await client.change({
        method: 'POST',
        path: '/api/schedules/import',
        body,
      })) as readonly Schedule[];
      await renew();
      const names = made.map(({ name }) => name).join(', ');
      toasts.done(made.length === 1 ? `${names} was imported.` : `${made.length} schedules were imported: ${names}.`);
    }, 'import');
  return { add, change, copy, remove, importFile };
}

const specOf = ({ name, kind, calendar, timeZone, exceptHolidays, catchUp }: Schedule): ScheduleChange => ({
  name,
  kind,
  calendar,
  timeZone,
  exceptHolidays,
  catchUp,
});
