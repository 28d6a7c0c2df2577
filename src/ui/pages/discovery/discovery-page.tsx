import { useState } from 'preact/hooks';
import type { FoundSpeaker } from '../../../api/contract.ts';
import { useReading } from '../../data/use-reading.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { SettingField } from '../../form.tsx';
import { Page } from '../../frame/page.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { AssignAddressDialog } from './assign-address.tsx';
import { SpeakerTable } from './speaker-table.tsx';
import { t } from '../../language/translate.ts';

/** How the speaker is found, and which others are there. */
export function DiscoveryPage() {
  const { session } = useSpeaker();
  return (
    <Page title={t('Network discovery')}>
      <div class="stack">
        {session.may('operator') && <FindCard />}
        <SettingCards>
          <Card title="Bonjour">
            <SettingField path="Network.Bonjour.Enabled" hint={t('Found by name in the same network (mDNS).')} />
            <SettingField path="Network.Bonjour.FriendlyName" hint={t('Empty: model and serial number.')} />
            <SettingField
              path="Stentor.Discovery.AnnounceVideo"
              hint={t('Programs that look for cameras only (_axis-video._tcp) see the speaker as well.')}
            />
          </Card>
          <Card title={t('UPnP and WS-Discovery')}>
            <SettingField
              path="Network.UPnP.Enabled"
              hint={t('Found among the devices of a Windows network (SSDP).')}
            />
            <SettingField path="Network.UPnP.FriendlyName" hint={t('Empty: model and serial number.')} />
            <SettingField path="WebService.DiscoveryMode.Discoverable" hint={t('Found by programs for ONVIF.')} />
          </Card>
        </SettingCards>
      </div>
    </Page>
  );
}

function FindCard() {
  const { value, problem, busy, read } = useReading<readonly FoundSpeaker[]>('/api/speakers');
  const [wanted, setWanted] = useState<FoundSpeaker | undefined>();
  const again = (
    <button type="button" class="button small" aria-disabled={busy} onClick={() => !busy && read()}>
      {busy ? t('Looking …') : t('Look again')}
    </button>
  );
  return (
    <Card title={t('Find speakers')} aside={again}>
      {value === undefined || problem !== undefined ? (
        <Waiting what={t('the speakers of this network')} problem={problem} onRetry={read} />
      ) : (
        <SpeakerTable speakers={value} onAssign={setWanted} />
      )}
      {wanted !== undefined && (
        <AssignAddressDialog speaker={wanted} onDone={read} onClose={() => setWanted(undefined)} />
      )}
    </Card>
  );
}
