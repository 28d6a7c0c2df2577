import { useEffect } from 'preact/hooks';
import type { Network } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { OnlyFor } from '../../frame/only-for.tsx';
import { Page } from '../../frame/page.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { FtpCard } from './ftp-card.tsx';
import { Ipv4Card } from './ipv4-card.tsx';
import { DnsCard, HostnameCard, Ipv6Card, ProxiesCard } from './names-cards.tsx';
import { PendingChange } from './pending-change.tsx';
import { StateCard } from './state-card.tsx';
import { WebCard } from './web-card.tsx';
import { t } from '../../language/translate.ts';

/** How the speaker is reached. */
export const NetworkPage = () => (
  <OnlyFor needs="admin" title={t('Network')}>
    <Page title={t('Network')}>
      <Known />
    </Page>
  </OnlyFor>
);

function Known() {
  const { network, live } = useSpeaker();
  const known = useResource(network);
  const news = live.events.value.find(({ id }) => id.startsWith('system.address-'))?.at;
  useEffect(() => {
    if (news !== undefined) void network.refresh();
  }, [news]);
  if (known === undefined) {
    return <Waiting what={t('the network')} problem={network.problem.value} onRetry={() => void network.ask()} />;
  }
  return (
    <>
      {known.pending !== undefined && <PendingChange pending={known.pending} />}
      <Conflict />
      <Cards known={known} />
    </>
  );
}

/** Another device has the address that was set. */
function Conflict() {
  const { live } = useSpeaker();
  const { conflict = false, address = '', macAddress = '' } = live.states.value.get('system.address-conflict') ?? {};
  if (conflict !== true) return null;
  return (
    <p class="notice error" role="alert">
      {t(
        'Another device has the address {address}: its MAC address is {macAddress}. The speaker does not use it as long as that is so.',
        { address: String(address), macAddress: String(macAddress) },
      )}
    </p>
  );
}

const Cards = ({ known }: { readonly known: Network }) => (
  <div class="cards">
    <div>
      <StateCard state={known.state} />
      <Ipv4Card known={known} />
      <Ipv6Card known={known} />
      <FtpCard />
    </div>
    <div>
      <HostnameCard known={known} />
      <DnsCard known={known} />
      <WebCard known={known} />
      <ProxiesCard known={known} />
    </div>
  </div>
);
