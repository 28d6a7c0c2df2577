import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { SettingField } from '../../form.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { CertificateCards } from './certificate-cards.tsx';
import { Dot1xCard } from './dot1x-card.tsx';
import { FirewallCard } from './firewall-card.tsx';
import { t } from '../../language/translate.ts';

const BLOCKING = 'System.PreventDoSAttack';

/** Certificates, who the speaker is to a switch, and whom it lets in. */
export const SecurityPage = () => (
  <OnlyFor needs="admin" title={t('Security')}>
    <Security />
  </OnlyFor>
);

function Security() {
  const { certificates, dot1x, firewall } = useSpeaker();
  const known = useResource(certificates);
  const port = useResource(dot1x);
  const rules = useResource(firewall);
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
        {port === undefined ? (
          <Waiting what="IEEE 802.1X" problem={dot1x.problem.value} onRetry={() => void dot1x.ask()} />
        ) : (
          <Dot1xCard known={port} certificates={known ?? []} />
        )}
        <SettingCards>
          <Card title={t('Prevent brute-force attacks')}>
            <p class="card-text">
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
            <p class="card-text">
              {t(
                'Tells browsers to come by HTTPS from now on, for a year. Switch it on when your browser trusts the certificate of HTTPS: with it, a browser shows no way past its warning.',
              )}
            </p>
            <SettingField path="Stentor.HTTPS.StrictTransportSecurity" />
          </Card>
        </SettingCards>
        {rules === undefined ? (
          <Waiting what={t('the firewall')} problem={firewall.problem.value} onRetry={() => void firewall.ask()} />
        ) : (
          <FirewallCard known={rules} />
        )}
      </div>
    </Page>
  );
}
