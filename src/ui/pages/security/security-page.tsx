import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { CertificateCards } from './certificate-cards.tsx';

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
      {known === undefined ? (
        <Waiting what="the certificates" problem={certificates.problem.value} onRetry={() => void certificates.ask()} />
      ) : (
        <CertificateCards certificates={known} />
      )}
    </Page>
  );
}
