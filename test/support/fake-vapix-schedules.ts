import type { Schedule } from '../../src/api/contract.ts';
import { conflict } from '../../src/core/fault.ts';
import type { VapixSchedules } from '../../src/vapix/scheduled-events.ts';

const weekends: Schedule = {
  id: 'com.axis.schedules.weekends',
  name: 'Weekends',
  kind: 'interval',
  calendar: 'DTSTART:19700103T000000\nDTEND:19700105T000000\nRRULE:FREQ=WEEKLY',
  timeZone: '',
  exceptHolidays: false,
  catchUp: false,
  predefined: true,
};

/** Schedules that are kept in memory; the predefined one stays. Whether ids may be chosen is to be told. */
export function fakeSchedules({ takesIds = true } = {}): VapixSchedules {
  let schedules: readonly Schedule[] = [weekends];
  let next = 0;
  return {
    list: () => schedules,
    add: async (change, wanted) => {
      const id = wanted === undefined || !takesIds ? `com.axis.schedules.genid.id-${next++}` : wanted;
      if (schedules.some(each => each.name === change.name)) throw conflict(`there is a ${change.name} already`);
      const added: Schedule = { ...weekends, ...change, id, predefined: false };
      schedules = [...schedules, added];
      return added;
    },
    remove: async id => {
      if (id === weekends.id) throw conflict('this schedule stays');
      schedules = schedules.filter(each => each.id !== id);
    },
  };
}
