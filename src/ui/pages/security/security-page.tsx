import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { SettingField } from '../../form.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { CertificateCards } from './certificate-cards.tsx';

const BLOCKING = 'System.PreventDoSAttack';

/** Certificates, whom the speaker trusts, and what they serve. */
export function SecurityPage() {
  const { session } = useSpeaker();
  if (session.may('admin')) return <Security />;
  return (
    <Page title="Security">
      <p class="notice">Only administrators can manage certificates. Ask one of them, or log in as an administrator.</p>
    </Page>
  );
}

function Security() {
  const { certificates } = useSpeaker();
  const known = useResource(certificates);
  return (
    <Page title="Security">
      <div class="stack">
        {known === undefined ? (
          <Waiting
            what="the certificates"
            problem={certificates.problem.value}
            onRetry={() => void certificates.ask()}
          />
        ) : (
          <CertificateCards certificates={known} />
        )}
        <SettingCards>
          <Card title="Prevent brute-force attacks">
            <p class="card-lead">
              Each wrong password is answered later than the one before. An address from which too many come is blocked
              for a while, also with the right password; whoever is logged in stays so.
            </p>
            <SettingField path={`${BLOCKING}.ActivatePasswordThrottling`} />
            <SettingField path={`${BLOCKING}.DoSBlockingPeriod`} hint="Seconds." />
            <SettingField path={`${BLOCKING}.DoSPageCount`} hint="0 blocks nobody." />
            <SettingField path={`${BLOCKING}.DoSPageInterval`} hint="Seconds." />
            <SettingField path={`${BLOCKING}.DoSSiteCount`} hint="0 blocks nobody." />
            <SettingField path={`${BLOCKING}.DoSSiteInterval`} hint="Seconds." />
          </Card>
        </SettingCards>
      </div>
    </Page>
  );
}
