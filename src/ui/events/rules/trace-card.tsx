import { useEffect, useState } from 'preact/hooks';
import type { Rule, TracedEvent } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { eventData } from '../../text/event-data.ts';
import { second } from '../../text/when.ts';
import { Looks } from './looks.tsx';
import { eventsIn, filterTrace, type TraceFilter } from './trace-filter.ts';
import { t } from '../../language/translate.ts';

/** So many are shown at first, and so many more at every wish. */
const STEP = 50;
/** In a flood of events the trace is asked for no more often than that. */
const PAUSE_MS = 400;

/** What happened, which rules looked at it, and why they did or did not do something. */
export function TraceCard({ rules }: { readonly rules: readonly Rule[] }) {
  const { trace } = useSpeaker();
  const known = useResource(trace);
  const [filter, setFilter] = useState<TraceFilter>({ rule: '', event: '', text: '' });
  const [shown, setShown] = useState(STEP);
  useFollowing();
  if (known === undefined) {
    return (
      <Card title={t('Trace')}>
        <Waiting what={t('the trace')} problem={trace.problem.value} onRetry={() => void trace.ask()} />
      </Card>
    );
  }
  const found = filterTrace(known, filter);
  return (
    <Card title={t('Trace')}>
      <p class="card-text">{t('What happened last, and what the rules made of it.')}</p>
      <Filter rules={rules} traced={known} filter={filter} onChange={setFilter} />
      {found.length === 0 ? (
        <p class="empty">
          {known.length === 0
            ? t('Nothing has happened yet.')
            : t('Nothing of that kind has happened. Change the filter.')}
        </p>
      ) : (
        <ol class="trace" aria-label={t('Trace, newest first')}>
          {found.slice(0, shown).map(traced => (
            <TraceLine key={traced.number} traced={traced} />
          ))}
        </ol>
      )}
      {found.length > shown && (
        <button type="button" class="button" onClick={() => setShown(shown + STEP)}>
          {t('Show more ({count})', { count: found.length - shown })}
        </button>
      )}
    </Card>
  );
}

/** Asks for the trace again when something happened or a rule went on. */
function useFollowing() {
  const { live, rules, trace } = useSpeaker();
  const events = live.events.value;
  const known = rules.value.value;
  useEffect(() => {
    const timer = setTimeout(() => void trace.refresh(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [events, known]);
}

interface FilterProps {
  readonly rules: readonly Rule[];
  readonly traced: readonly TracedEvent[];
  readonly filter: TraceFilter;
  readonly onChange: (filter: TraceFilter) => void;
}

const Filter = ({ rules, traced, filter, onChange }: FilterProps) => (
  <div class="filter">
    <Field label={t('Rule')}>
      {control => (
        <Select
          control={control}
          value={filter.rule}
          options={[{ value: '', label: t('All rules') }, ...rules.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={rule => onChange({ ...filter, rule })}
        />
      )}
    </Field>
    <Field label={t('Event')}>
      {control => (
        <Select
          control={control}
          value={filter.event}
          options={[{ value: '', label: t('All events') }, ...eventsIn(traced)]}
          onChange={event => onChange({ ...filter, event })}
        />
      )}
    </Field>
    <TextField label={t('Search')} type="search" value={filter.text} onInput={text => onChange({ ...filter, text })} />
  </div>
);

function TraceLine({ traced }: { readonly traced: TracedEvent }) {
  const { client, session, toasts, trace } = useSpeaker();
  const { number, title, data, at } = traced;
  const replay = () =>
    toasts.attempt(async () => {
      await client.change({ method: 'POST', path: `/api/rules/replay/${number}`, body: {} });
      await trace.ask();
      toasts.done(t('{title} was told to the rules once more.', { title }), { about: 'replay' });
    }, 'replay');
  return (
    <li>
      <time dateTime={at}>{second(at)}</time>
      <div class="trace-text">
        <strong>{title}</strong> <small>{eventData(data)}</small>
        <Looks traced={traced} />
      </div>
      {session.may('admin') && (
        <button
          type="button"
          class="button quiet"
          aria-label={t('Replay {title}, {at}', { title, at: second(at) })}
          onClick={() => void replay()}
        >
          {t('Replay')}
        </button>
      )}
    </li>
  );
}
