import type { Time } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { LocationCard } from './location-card.tsx';
import { ManualCard } from './manual-card.tsx';
import { SyncCard } from './sync-card.tsx';
import { useClock } from './use-clock.ts';
import { ZoneCard } from './zone-card.tsx';
import { t } from '../../language/translate.ts';

/** How the speaker knows the time, and where it is. */
export function TimePage() {
  const { time, session } = useSpeaker();
  const known = useResource(time);
  const mayChange = session.may('admin');
  return (
    <Page title={t('Time and location')}>
      {!mayChange && <p class="notice">{t('Your role may look at these settings, but not change them.')}</p>}
      {known === undefined ? (
        <Waiting what={t('the time')} problem={time.problem.value} onRetry={() => void time.ask()} />
      ) : (
        <div class="cards">
          <div>
            <NowCard known={known} />
            {mayChange && <SyncCard known={known} />}
          </div>
          <div>
            {mayChange && <ZoneCard known={known} />}
            {mayChange && known.settings.source === 'manual' && <ManualCard known={known} />}
            <LocationCard />
          </div>
        </div>
      )}
    </Page>
  );
}

/** The time on the speaker's clock, and how far it can be trusted. */
function NowCard({ known }: { readonly known: Time }) {
  const { time } = useSpeaker();
  const now = useClock(known.now);
  const { sync, zone } = known;
  const again = (
    <button type="button" class="button small" onClick={() => void time.ask()}>
      {t('Refresh')}
    </button>
  );
  const network = { name: t('Servers from DHCP'), value: sync.networkServers.join(', ') || t('None') };
  return (
    <Card title={t('Time sync status')} aside={again}>
      <Facts
        facts={[
          { name: t('Time'), value: wall(now, zone) },
          { name: t('Time zone'), value: zone },
          { name: t('Synchronization'), value: stateOf(sync), bad: sync.enabled && !sync.synchronized },
          ...(sync.enabled ? [{ name: t('Server'), value: sync.server || t('None') }, network] : []),
          ...(sync.pollS > 0 ? [{ name: t('Asks every'), value: `${Math.round(sync.pollS)} s` }] : []),
        ]}
      />
    </Card>
  );
}

function stateOf({ enabled, synchronized }: Time['sync']): string {
  if (!enabled) return t('Off');
  return synchronized ? t('Synchronized') : t('Not synchronized yet');
}

/** As a clock on the wall of the speaker shows it. */
const wall = (now: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(now);
