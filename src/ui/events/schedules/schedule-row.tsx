import type { Schedule } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { minuteIn } from '../../text/when.ts';
import { scheduleWords } from './schedule-words.ts';
import { useScheduleChanges } from './use-schedule-changes.ts';
import { t } from '../../language/translate.ts';

interface ScheduleRowProps {
  readonly schedule: Schedule;
  /** IANA */
  readonly speakerZone: string;
  readonly onEdit: () => void;
}

/** One schedule in the list: when it is so, whether it is so now, and when it begins next. */
export function ScheduleRow({ schedule, speakerZone, onEdit }: ScheduleRowProps) {
  const { name, kind, calendar, timeZone, exceptHolidays, active, next } = schedule;
  const more = [
    kind === 'pulse' ? t('Pulse') : '',
    timeZone,
    exceptHolidays ? t('not on holidays') : '',
    next === undefined
      ? t('does not begin again')
      : t('next: {time}', { time: minuteIn(next, timeZone === '' ? speakerZone : timeZone) }),
  ].filter(part => part !== '');
  return (
    <li class="entry plain">
      <div class="entry-text">
        <div class="entry-title">
          <h3>{name}</h3>
          {active === true && <span class="badge good">{t('Active')}</span>}
        </div>
        <p>{scheduleWords(calendar)}</p>
        <small>{more.join(' · ')}</small>
      </div>
      <ScheduleMenu schedule={schedule} onEdit={onEdit} />
    </li>
  );
}

function ScheduleMenu({ schedule, onEdit }: Pick<ScheduleRowProps, 'schedule' | 'onEdit'>) {
  const { session } = useSpeaker();
  const { copy, remove } = useScheduleChanges();
  const { id, name, predefined } = schedule;
  const url = `/api/schedules/${encodeURIComponent(id)}/ics`;
  const items: readonly (MenuItem & { readonly for: 'all' | 'admin' | 'own' })[] = [
    { for: 'admin', label: t('Edit'), icon: 'rename', onSelect: onEdit },
    { for: 'admin', label: t('Copy'), icon: 'copy', onSelect: () => void copy(schedule) },
    { for: 'all', label: t('Export .ics'), icon: 'download', download: { url, name: `${name}.ics` } },
    { for: 'own', label: t('Delete'), icon: 'remove', danger: true, onSelect: () => void remove(schedule) },
  ];
  const may = { all: true, admin: session.may('admin'), own: session.may('admin') && !predefined };
  return (
    <Menu label={t('More for {name}', { name })} items={items.filter(item => may[item.for])}>
      <Icon name="more" />
    </Menu>
  );
}
