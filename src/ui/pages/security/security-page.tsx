import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { SettingField } from '../../form.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { CertificateCards } from './certificate-cards.tsx';
import { t } from '../../language/translate.ts';

const BLOCKING = 'System.PreventDoSAttack';

/** Certificates, whom the speaker trusts, and what they serve. */
export function SecurityPage() {
  const { session } = useSpeaker();
  if (session.may('admin')) return <Security />;
  return (
    <Page title={t('Security')}>
      <p class="notice">
        {t('Only administrators can manage certificates. Ask one of them, or log in as an administrator.')}
      </p>
    </Page>
  );
}

function Security() {
  const { certificates } = useSpeaker();
  const known = useResource(certificates);
  return (
    <Page title={t('Security')}>
      <div class="stack">
        {known === undefined ? (
          <Waiting
            what={t('the certificates')}
            problem={certificates.problem.value}
            onRetry={() => void certificates.ask()}
          />
        ) : (
          <CertificateCards certificates={known} />
        )}
        <SettingCards>
          <Card title={t('Prevent brute-force attacks')}>
            <p class="card-lead">
              {t(
                'Each wrong password is answered later than the one before. An address from which too many come is blocked for a while, also with the right password; whoever is logged in stays so.',
              )}
            </p>
            <SettingField path={`${BLOCKING}.ActivatePasswordThrottling`} />
            <SettingField path={`${BLOCKING}.DoSBlockingPeriod`} hint={t('Seconds.')} />
            <SettingField path={`${BLOCKING}.DoSPageCount`} hint={t('0 blocks nobody.')} />
            <SettingField path={`${BLOCKING}.DoSPageInterval`} hint={t('Seconds.')} />
            <SettingField path={`${BLOCKING}.DoSSiteCount`} hint={t('0 blocks nobody.')} />
            <SettingField path={`${BLOCKING}.DoSSiteInterval`} hint={t('Seconds.')} />
          </Card>
          <Card title={t('HTTPS only')}>
            <p class="card-lead">
              {t(
                'Tells browsers to come by HTTPS from now on, for a year. Switch it on when your browser trusts the certificate of HTTPS: with it, a browser shows no way past its warning.',
              )}
            </p>
            <SettingField path="Stentor.HTTPS.StrictTransportSecurity" />
          </Card>
        </SettingCards>
      </div>
    </Page>
  );
}
