import type { Schedule, ScheduleChange } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { plural, t } from '../../language/translate.ts';

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
      await add({ ...specOf(schedule), name: t('{name} (copy)', { name: schedule.name }) });
      toasts.done(t('{name} was copied.', { name: schedule.name }));
    });
  const remove = (schedule: Schedule) =>
    toasts.attempt(async () => {
      await client.change({ method: 'DELETE', path: pathOf(schedule.id) });
      await renew();
      toasts.done(t('The schedule {name} was deleted.', { name: schedule.name }), {
        undo: () => add(specOf(schedule)),
      });
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
      toasts.done(plural('{names} was imported.', '{count} schedules were imported: {names}.', made.length, { names }));
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
