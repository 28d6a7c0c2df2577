import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { t } from '../../language/translate.ts';

const REPORT = '/axis-cgi/serverreport.cgi';

/** The report that helps whoever is asked for help. */
export const ReportCard = () => (
  <Card title={t('Device server report')}>
    <p class="card-text">{t('Settings, states and logs in one. It holds no passwords and no keys.')}</p>
    <div class="form-buttons">
      <a class="button" href={REPORT} target="_blank" rel="noreferrer">
        {t('View the report')}
      </a>
      <a class="button primary" href={`${REPORT}?mode=zip`} download>
        <Icon name="download" /> {t('Download the report')}
      </a>
    </div>
  </Card>
);
