import type { Holiday, HolidayList } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { plural, t } from '../../language/translate.ts';

const PATH = '/api/schedules/holidays';

/** What can be done to the holidays; all but `add` tell refusals by a message at the edge of the page. */
export function useHolidayChanges() {
  const { client, holidays, schedules, toasts } = useSpeaker();
  const renew = () => Promise.all([holidays.ask(), schedules.ask()]);
  const change = async (edit: (present: readonly Holiday[]) => readonly Holiday[]) => {
    const body: HolidayList = { holidays: edit(holidays.value.peek()?.holidays ?? []) };
    await client.change({ method: 'PUT', path: PATH, body });
    await renew();
  };
  /** @throws Refusal */
  const add = (holiday: Holiday) => change(present => [...present, holiday]);
  const remove = (holiday: Holiday) =>
    toasts.attempt(async () => {
      await change(present => present.filter(({ date, name }) => date !== holiday.date || name !== holiday.name));
      toasts.done(t('{name} was deleted.', { name: holiday.name }), { undo: () => add(holiday) });
    });
  const importFile = (file: File) =>
    toasts.attempt(async () => {
      const before = holidays.value.peek()?.holidays.length ?? 0;
      const body = new Blob([file], { type: 'text/calendar' });
      const answer = (await client.change({ method: 'POST', path: `${PATH}/import`, body })) as HolidayList;
      await renew();
      const count = answer.holidays.length - before;
      toasts.done(plural('1 holiday was imported.', '{count} holidays were imported.', count));
    }, 'import');
  return { add, remove, importFile };
}
