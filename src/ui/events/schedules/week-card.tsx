import type { Occurrence } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { daysOf, type Lane, lanesOf, type PlotDay } from './week-plot.ts';
import { locale, t } from '../../language/translate.ts';

/** So many lines the list has. */
const LISTED = 100;

/** What the schedules do in the next seven days, as a picture and as a list. */
export function WeekCard({ timeZone }: { readonly timeZone: string }) {
  const { occurrences } = useSpeaker();
  const known = useResource(occurrences);
  if (known === undefined) {
    return (
      <Card title={t('Next 7 days')}>
        <Waiting what={t('the week')} problem={occurrences.problem.value} onRetry={() => void occurrences.ask()} />
      </Card>
    );
  }
  if (known.length === 0) {
    return (
      <Card title={t('Next 7 days')}>
        <p class="empty">{t('No schedule does anything in the next 7 days.')}</p>
      </Card>
    );
  }
  return <Week occurrences={known} timeZone={timeZone} />;
}

interface WeekProps {
  readonly occurrences: readonly Occurrence[];
  readonly timeZone: string;
}

function Week({ occurrences, timeZone }: WeekProps) {
  const now = Date.now();
  const days = daysOf(now, timeZone);
  return (
    <Card title={t('Next 7 days')}>
      <div class="week" aria-hidden="true">
        {lanesOf(occurrences, now).map(lane => (
          <div key={lane.schedule} class="lane">
            <span>{lane.name}</span>
            <Bars lane={lane} days={days} />
          </div>
        ))}
        <Days days={days} />
      </div>
      <List occurrences={occurrences} timeZone={timeZone} />
    </Card>
  );
}

/** Units of the picture along the week. */
const WIDTH = 1000;
const HEIGHT = 20;
/** A shorter span could not be seen. */
const THINNEST = 2;

function Bars({ lane: { spans }, days }: { readonly lane: Lane; readonly days: readonly PlotDay[] }) {
  const bars = spans.map(({ from, to }) => {
    const width = Math.max(THINNEST, (to - from) * WIDTH);
    return `M${(from * WIDTH).toFixed(1)} 3h${width.toFixed(1)}v14h${(-width).toFixed(1)}z`;
  });
  const lines = days.slice(1).map(({ from }) => `M${(from * WIDTH).toFixed(1)} 0v${HEIGHT}`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
      <path class="day-lines" d={lines.join('')} />
      <path class="bars" d={bars.join('')} />
    </svg>
  );
}

const Days = ({ days }: { readonly days: readonly PlotDay[] }) => (
  <div class="lane">
    <span />
    <div class="week-days">
      {days.map(({ from, label }, i) => (
        // The first day may be nearly over, and have no room for its name.
        <small key={label} style={{ left: `${from * 100}%` }} hidden={i === 0 && (days[1]?.from ?? 1) < 0.08}>
          {label}
        </small>
      ))}
    </div>
  </div>
);

const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;

function List({ occurrences, timeZone }: WeekProps) {
  const parts = { timeZone, hour: '2-digit', minute: '2-digit' } as const;
  const [time, day] = [
    new Intl.DateTimeFormat(locale(), parts),
    new Intl.DateTimeFormat(locale(), { ...parts, ...DAY }),
  ];
  const date = new Intl.DateTimeFormat(locale(), { timeZone, dateStyle: 'short' });
  const endText = (from: Date, to: Date) => (date.format(from) === date.format(to) ? time : day).format(to);
  return (
    <details class="more">
      <summary>{t('As a list')}</summary>
      <ol class="occurrences">
        {occurrences.slice(0, LISTED).map(({ schedule, name, from, to }) => (
          <li key={`${schedule} ${from}`}>
            <strong>{name}</strong>{' '}
            {to === undefined
              ? day.format(new Date(from))
              : t('{from} to {to}', { from: day.format(new Date(from)), to: endText(new Date(from), new Date(to)) })}
          </li>
        ))}
      </ol>
      {occurrences.length > LISTED && <small>{t('And {count} more.', { count: occurrences.length - LISTED })}</small>}
    </details>
  );
}
