import type { SipState } from '../../../api/contract.ts';
import { SettingField } from '../../form.tsx';
import { SettingCards } from '../../frame/setting-cards.tsx';
import { Card } from '../../parts/card.tsx';
import { CodecOrder } from './codec-order.tsx';
import { TurnPassword } from './turn-password.tsx';

const POLICIES = { off: 'Off', allow: 'Allow only these', block: 'Block these' };

/** What holds for all accounts, in the order of the manual. */
export function SettingsTab({ sip }: { readonly sip: SipState }) {
  return (
    <SettingCards>
      <div>
        <Card title="SIP">
          <Sip name="Enabled" />
          <Sip name="AllowIncoming" hint="Other phones can call the speaker." />
        </Card>
        <Card title="Call handling">
          <Sip name="CallingTimeout" hint="Seconds that the other end may ring." />
          <Sip name="RingingTimeout" hint="Seconds that a call rings here before it is refused." />
          <Sip name="CallDuration" hint="Seconds; 0 lets a call last as long as it likes." />
          <Sip name="MaxCalls" hint="One more hears that the speaker is busy." />
          <Sip name="FollowTransfers" hint="Calls whom the other end transfers the call to." />
        </Card>
        <Card title="Ports">
          <Sip name="Port" hint="UDP and TCP, without encryption." />
          <Sip name="TLSPort" hint="Encrypted signalling." />
          <Sip name="RTPStartPort" hint="Of the first call’s sound." />
        </Card>
        <Card title="NAT traversal">
          <Sip name="ICE" hint="Finds the best way between two networks." />
          <Sip name="STUN.Enabled" hint="Asks a server which address the router shows." />
          <Sip name="STUN.Server" />
          <Sip name="TURN.Enabled" hint="Sends sound through a server where there is no other way." />
          <Sip name="TURN.Server" />
          <Sip name="TURN.Username" />
          <TurnPassword isSet={sip.hasTurnPassword} />
        </Card>
      </div>
      <div>
        <Card title="Audio">
          <CodecOrder />
          <Sip name="HalfDuplex" hint="The microphone is silent while the other end speaks." />
        </Card>
        <Card title="Additional">
          <Sip name="UDPToTCP" hint="Large requests go by TCP, so that they are not cut into pieces." />
          <Sip name="ViaRewrite" hint="Sends the local address in place of the router’s." />
          <Sip name="ContactRewrite" hint="Sends the local address in place of the router’s." />
          <Sip name="RegisterInterval" hint="Seconds." />
          <Sip name="DTMFPayloadType" />
        </Card>
        <Card title="Access list">
          <Sip name="AccessPolicy" words={POLICIES} />
          <Sip name="AccessList" hint="Addresses and networks (192.168.0.0/24), separated by commas." />
          <Sip name="AllowedUsers" hint="user, user@host or @host, separated by commas. Empty: everybody may call." />
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
