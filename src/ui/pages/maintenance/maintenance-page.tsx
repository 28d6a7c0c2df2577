import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { ConfigurationCard } from './configuration-card.tsx';
import { FactoryDefaultCard } from './factory-default-card.tsx';
import { UpgradeCard } from './upgrade-card.tsx';
import { RestartCard } from './restart-card.tsx';
import { TroubleshootCard } from './troubleshoot-card.tsx';
import { t } from '../../language/translate.ts';

/** What is done to the device as a whole. */
export const MaintenancePage = () => (
  <OnlyFor needs="admin" title={t('Maintenance')}>
    <Page title={t('Maintenance')}>
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
    </Page>
  </OnlyFor>
);
