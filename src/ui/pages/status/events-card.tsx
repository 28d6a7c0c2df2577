import type { LiveEvent } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { eventData } from '../../text/event-data.ts';
import { second } from '../../text/when.ts';
import { t } from '../../language/translate.ts';

const SHOWN = 40;

/** What happened last, newest first. */
export function EventsCard() {
  const { live } = useSpeaker();
  const events = live.events.value.slice(0, SHOWN);
  return (
    <Card title={t('Last events')}>
      {events.length === 0 ? (
        <p class="empty">{t('Nothing has happened yet.')}</p>
      ) : (
        <ol class="events" tabIndex={0} aria-label={t('Last events, newest first')}>
          {events.map(event => (
            <EventLine key={`${event.at} ${event.id} ${eventData(event.data)}`} event={event} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function EventLine({ event: { title, data, at } }: { readonly event: LiveEvent }) {
  return (
    <li>
      <time dateTime={at}>{second(at)}</time>
      <span>
        <strong>{title}</strong>
        <small>{eventData(data)}</small>
      </span>
    </li>
  );
}
