import type { Mqtt, MqttProtocol } from '../../../api/contract.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { Switch } from '../../parts/switch.tsx';
import { DraftText } from '../../parts/draft-text.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { ClientDraft } from './client-draft.ts';
import { PROTOCOL_OPTIONS, USUAL_PORTS } from './words.ts';

export interface PartProps {
  readonly draft: ClientDraft;
  readonly set: (change: Partial<ClientDraft>) => void;
}

/** Where the broker is and who the speaker is there. */
export function BrokerFields({ draft, set, hasPassword }: PartProps & { readonly hasPassword: boolean }) {
  const { protocol } = draft;
  return (
    <>
      <DraftText draft={draft} set={set} label="Host" name="host" />
      <Field label="Protocol">
        {control => (
          <Select
            control={control}
            value={protocol}
            options={PROTOCOL_OPTIONS}
            onChange={value => set({ protocol: value as MqttProtocol })}
          />
        )}
      </Field>
      <DraftText draft={draft} set={set} label="Port" name="port" hint={`Leave empty for ${USUAL_PORTS[protocol]}.`} />
      {(protocol === 'ws' || protocol === 'wss') && (
        <DraftText draft={draft} set={set} label="Base path" name="basePath" hint="Of the WebSocket, such as mqtt." />
      )}
      <DraftText draft={draft} set={set} label="Username" name="username" autocomplete="off" />
      <TextField
        label="Password"
        name="password"
        type="password"
        autocomplete="new-password"
        hint={secretHint(hasPassword, draft.password, 'password')}
        value={draft.password ?? ''}
        onInput={password => set({ password: password === '' ? undefined : password })}
        after={hasPassword && <Forget value={draft.password} onChange={password => set({ password })} />}
      />
    </>
  );
}

/** How long and under which names the connection is kept. */
export const SessionFields = ({ draft, set, defaults }: PartProps & Pick<Mqtt, 'defaults'>) => (
  <>
    <DraftText
      draft={draft}
      set={set}
      label="Client id"
      name="clientId"
      hint={`Leave empty for ${defaults.clientId}.`}
    />
    <DraftText
      draft={draft}
      set={set}
      label="Device topic prefix"
      name="deviceTopicPrefix"
      hint={`What topics begin with; leave empty for ${defaults.deviceTopicPrefix}.`}
    />
    <DraftText
      draft={draft}
      set={set}
      label="Keep-alive interval, s"
      name="keepAliveInterval"
      hint="A connection that died silently is noticed after one and a half times so long."
    />
    <DraftText draft={draft} set={set} label="Connect timeout, s" name="connectTimeout" />
    <Field label="Clean session" hint="Off: the broker keeps subscriptions and messages while the speaker is away.">
      {control => <Switch control={control} on={draft.cleanSession} onChange={cleanSession => set({ cleanSession })} />}
    </Field>
    <Field label="Reconnect automatically">
      {control => (
        <Switch control={control} on={draft.autoReconnect} onChange={autoReconnect => set({ autoReconnect })} />
      )}
    </Field>
  </>
);

/** Certificates; nothing where there is no TLS. */
export function TlsFields({ draft, set, hasClientKey }: PartProps & { readonly hasClientKey: boolean }) {
  if (draft.protocol === 'tcp' || draft.protocol === 'ws') return null;
  return (
    <>
      <Field label="Validate server certificate" hint="Off: anybody on the way can read and change what is said.">
        {control => (
          <Switch
            control={control}
            on={draft.validateServerCert}
            onChange={validateServerCert => set({ validateServerCert })}
          />
        )}
      </Field>
      <DraftText draft={draft} set={set} label="ALPN protocol" name="alpnProtocol" />
      <Pem
        label="CA certificate"
        name="caCertificate"
        hint="PEM; leave empty to trust the authorities that the system trusts."
        value={draft.caCertificate}
        onInput={caCertificate => set({ caCertificate })}
      />
      <Pem
        label="Client certificate"
        name="clientCertificate"
        hint="PEM; leave empty for none."
        value={draft.clientCertificate}
        onInput={clientCertificate => set({ clientCertificate })}
      />
      <Pem
        label="Key of the client certificate"
        name="clientKey"
        hint={`PEM, without a password. ${secretHint(hasClientKey, draft.clientKey, 'key')}`}
        value={draft.clientKey ?? ''}
        onInput={clientKey => set({ clientKey: clientKey === '' ? undefined : clientKey })}
      />
      {hasClientKey && <Forget what="key" value={draft.clientKey} onChange={clientKey => set({ clientKey })} />}
    </>
  );
}

interface PemProps {
  readonly label: string;
  readonly name: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

const Pem = ({ value, onInput, ...field }: PemProps) => (
  <Field {...field}>
    {control => (
      <textarea
        {...control}
        class="input pem-text"
        rows={3}
        spellcheck={false}
        value={value}
        onInput={event => onInput(event.currentTarget.value)}
      />
    )}
  </Field>
);

function secretHint(has: boolean, wish: string | undefined, what: string): string {
  if (wish === '') return `The ${what} will be removed.`;
  return has ? `Leave empty to keep the present ${what}.` : `Leave empty for none.`;
}

interface ForgetProps {
  readonly what?: string;
  /** Empty where it is to be removed. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const Forget = ({ what = 'password', value, onChange }: ForgetProps) => (
  <button type="button" class="button" onClick={() => onChange(value === '' ? undefined : '')}>
    {value === '' ? `Keep ${what}` : `Remove ${what}`}
  </button>
);
