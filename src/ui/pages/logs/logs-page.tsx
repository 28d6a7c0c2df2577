import { useSpeaker } from '../../data/speaker.ts';
import { Page } from '../../frame/page.tsx';
import { ClientsCard } from './clients-card.tsx';
import { LogCard } from './log-card.tsx';
import { ReportCard } from './report-card.tsx';
import { SyslogCard } from './syslog/syslog-card.tsx';
import { TraceCard } from './trace-card.tsx';
import { t } from '../../language/translate.ts';

/** What helps to find out what is wrong. */
export function LogsPage() {
  const { session } = useSpeaker();
  return (
    <Page title={t('Logs')}>
      {session.may('admin') ? (
        <>
          <div class="cards">
            <div>
              <ReportCard />
            </div>
            <div>
              <TraceCard />
            </div>
          </div>
          <LogCard />
          <SyslogCard />
          <ClientsCard />
        </>
      ) : (
        <p class="notice">{t('Only administrators can read logs and reports. Ask one of them, or log in as one.')}</p>
      )}
    </Page>
  );
}
