import { useSpeaker } from '../../data/speaker.ts';
import { Page } from '../../frame/page.tsx';
import { ConfigurationCard } from './configuration-card.tsx';
import { FactoryDefaultCard } from './factory-default-card.tsx';
import { UpgradeCard } from './upgrade-card.tsx';
import { RestartCard } from './restart-card.tsx';
import { TroubleshootCard } from './troubleshoot-card.tsx';
import { t } from '../../language/translate.ts';

/** What is done to the device as a whole. */
export function MaintenancePage() {
  const { session } = useSpeaker();
  return (
    <Page title={t('Maintenance')}>
      {session.may('admin') ? (
        <div class="cards">
          <div>
            <UpgradeCard />
            <TroubleshootCard />
          </div>
          <div>
            <ConfigurationCard />
            <RestartCard />
            <FactoryDefaultCard />
          </div>
        </div>
      ) : (
        <p class="notice">{t('Only administrators can maintain the speaker. Ask one of them, or log in as one.')}</p>
      )}
    </Page>
  );
}
