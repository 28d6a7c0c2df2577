import type { SipState } from '../../../api/contract.ts';
import { SettingField } from '../../form.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { CodecOrder } from './codec-order.tsx';
import { TurnPassword } from './turn-password.tsx';
import { t } from '../../language/translate.ts';

const POLICIES = { off: t('Off'), allow: t('Allow only these'), block: t('Block these') };

/** What holds for all accounts, in the order of the manual. */
export function SettingsTab({ sip }: { readonly sip: SipState }) {
  return (
    <SettingCards>
      <div>
        <Card title="SIP">
          <Sip name="Enabled" />
          <Sip name="AllowIncoming" hint={t('Other phones can call the speaker.')} />
        </Card>
        <Card title={t('Call handling')}>
          <Sip name="CallingTimeout" hint={t('Seconds that the other end may ring.')} />
          <Sip name="RingingTimeout" hint={t('Seconds that a call rings here before it is refused.')} />
          <Sip name="CallDuration" hint={t('Seconds; 0 lets a call last as long as it likes.')} />
          <Sip name="MaxCalls" hint={t('One more hears that the speaker is busy.')} />
          <Sip name="FollowTransfers" hint={t('Calls whom the other end transfers the call to.')} />
        </Card>
        <Card title={t('Ports')}>
          <Sip name="Port" hint={t('UDP and TCP, without encryption.')} />
          <Sip name="TLSPort" hint={t('Encrypted signalling.')} />
          <Sip name="RTPStartPort" hint={t('Of the first call’s sound.')} />
        </Card>
        <Card title={t('NAT traversal')}>
          <Sip name="ICE" hint={t('Finds the best way between two networks.')} />
          <Sip name="STUN.Enabled" hint={t('Asks a server which address the router shows.')} />
          <Sip name="STUN.Server" />
          <Sip name="TURN.Enabled" hint={t('Sends sound through a server where there is no other way.')} />
          <Sip name="TURN.Server" />
          <Sip name="TURN.Username" />
          <TurnPassword isSet={sip.hasTurnPassword} />
        </Card>
      </div>
      <div>
        <Card title={t('Audio')}>
          <CodecOrder />
          <Sip name="HalfDuplex" hint={t('The microphone is silent while the other end speaks.')} />
        </Card>
        <Card title={t('Additional')}>
          <Sip name="UDPToTCP" hint={t('Large requests go by TCP, so that they are not cut into pieces.')} />
          <Sip name="ViaRewrite" hint={t('Sends the local address in place of the router’s.')} />
          <Sip name="ContactRewrite" hint={t('Sends the local address in place of the router’s.')} />
          <Sip name="RegisterInterval" hint={t('Seconds.')} />
          <Sip name="DTMFPayloadType" />
        </Card>
        <Card title={t('Access list')}>
          <Sip name="AccessPolicy" words={POLICIES} />
          <Sip name="AccessList" hint={t('Addresses and networks (192.168.0.0/24), separated by commas.')} />
          <Sip
            name="AllowedUsers"
            hint={t('user, user@host or @host, separated by commas. Empty: everybody may call.')}
          />
        </Card>
      </div>
    </SettingCards>
  );
}

interface SipProps {
  readonly name: string;
  readonly hint?: string;
  readonly words?: Readonly<Record<string, string>>;
}

const Sip = ({ name, ...rest }: SipProps) => <SettingField path={`Stentor.SIP.${name}`} {...rest} />;
