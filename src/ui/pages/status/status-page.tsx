import { useEffect } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { DeviceCard } from './device-card.tsx';
import { EventsCard } from './events-card.tsx';
import { HealthCard } from './health-card.tsx';
import { LevelsCard } from './levels-card.tsx';
import { PanelCard } from './panel-card.tsx';
import { PlayingCard } from './playing-card.tsx';
import { SummaryCards } from './summary-cards.tsx';
import { TalkCard } from './talk-card.tsx';
import { VirtualBoardCard } from './virtual-board-card.tsx';
import { t } from '../../language/translate.ts';

/** So often is looked how busy it is, ms. */
const LOOK_MS = 10_000;

/** How the speaker is: what it is, whether its sound works, what it plays, what happened last. */
export function StatusPage() {
  const { device } = useSpeaker();
  const info = useResource(device);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void device.ask();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [device]);
  return (
    <Page title={t('Status')}>
      {info === undefined ? (
        <Waiting what={t('device info')} problem={device.problem.value} onRetry={() => void device.ask()} />
      ) : (
        <div class="cards">
          <div>
            <DeviceCard info={info} />
            <PanelCard info={info} />
            <PlayingCard />
            <TalkCard />
            {info.virtual && <VirtualBoardCard />}
          </div>
          <div>
            <LevelsCard />
            <HealthCard />
            <SummaryCards />
            <EventsCard />
          </div>
        </div>
      )}
    </Page>
  );
}
