import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { ClientsCard } from './clients-card.tsx';
import { LogCard } from './log-card.tsx';
import { ReportCard } from './report-card.tsx';
import { SyslogCard } from './syslog/syslog-card.tsx';
import { TraceCard } from './trace-card.tsx';
import { t } from '../../language/translate.ts';

/** What helps to find out what is wrong. */
export const LogsPage = () => (
  <OnlyFor needs="admin" title={t('Logs')}>
    <Page title={t('Logs')}>
      <div class="stack">
        <div class="cards">
          <ReportCard />
          <TraceCard />
        </div>
        <LogCard />
        <SyslogCard />
        <ClientsCard />
      </div>
    </Page>
  </OnlyFor>
);
