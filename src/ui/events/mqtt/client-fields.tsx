import type { Mqtt, MqttProtocol } from '../../../api/contract.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { Switch } from '../../parts/switch.tsx';
import { DraftText } from '../../parts/draft-text.tsx';
import { PemField } from '../../parts/pem-field.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { ClientDraft } from './client-draft.ts';
import { PROTOCOL_OPTIONS, USUAL_PORTS } from './words.ts';
import { t } from '../../language/translate.ts';

export interface PartProps {
  readonly draft: ClientDraft;
  readonly set: (change: Partial<ClientDraft>) => void;
}

/** Where the broker is and who the speaker is there. */
export function BrokerFields({ draft, set, hasPassword }: PartProps & { readonly hasPassword: boolean }) {
  const { protocol } = draft;
  return (
    <>
      <DraftText draft={draft} set={set} label={t('Host')} name="host" />
      <Field label={t('Protocol')}>
        {control => (
          <Select
            control={control}
            value={protocol}
            options={PROTOCOL_OPTIONS}
            onChange={value => set({ protocol: value as MqttProtocol })}
          />
        )}
      </Field>
      <DraftText
        draft={draft}
        set={set}
        label={t('Port')}
        name="port"
        hint={t('Leave empty for {protocol}.', { protocol: USUAL_PORTS[protocol] })}
      />
      {(protocol === 'ws' || protocol === 'wss') && (
        <DraftText
          draft={draft}
          set={set}
          label={t('Base path')}
          name="basePath"
          hint={t('Of the WebSocket, such as mqtt.')}
        />
      )}
      <DraftText draft={draft} set={set} label={t('Username')} name="username" autocomplete="off" />
      <TextField
        label={t('Password')}
        name="password"
        type="password"
        autocomplete="new-password"
        hint={passwordHint(hasPassword, draft.password)}
        value={draft.password ?? ''}
        onInput={password => set({ password: password === '' ? undefined : password })}
        after={
          hasPassword && (
            <Forget
              keep={t('Keep password')}
              remove={t('Remove password')}
              value={draft.password}
              onChange={password => set({ password })}
            />
          )
        }
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
      label={t('Client id')}
      name="clientId"
      hint={t('Leave empty for {clientId}.', { clientId: defaults.clientId })}
    />
    <DraftText
      draft={draft}
      set={set}
      label={t('Device topic prefix')}
      name="deviceTopicPrefix"
      hint={t('What topics begin with; leave empty for {deviceTopicPrefix}.', {
        deviceTopicPrefix: defaults.deviceTopicPrefix,
      })}
    />
    <DraftText
      draft={draft}
      set={set}
      label={t('Keep-alive interval, s')}
      name="keepAliveInterval"
      hint={t('A connection that died silently is noticed after one and a half times so long.')}
    />
    <DraftText draft={draft} set={set} label={t('Connect timeout, s')} name="connectTimeout" />
    <Field
      label={t('Clean session')}
      hint={t('Off: the broker keeps subscriptions and messages while the speaker is away.')}
    >
      {control => <Switch control={control} on={draft.cleanSession} onChange={cleanSession => set({ cleanSession })} />}
    </Field>
    <Field label={t('Reconnect automatically')}>
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
      <Field
        label={t('Validate server certificate')}
        hint={t('Off: anybody on the way can read and change what is said.')}
      >
        {control => (
          <Switch
            control={control}
            on={draft.validateServerCert}
            onChange={validateServerCert => set({ validateServerCert })}
          />
        )}
      </Field>
      <DraftText draft={draft} set={set} label={t('ALPN protocol')} name="alpnProtocol" />
      <PemField
        rows={3}
        label={t('CA certificate')}
        name="caCertificate"
        hint={t('PEM; leave empty to trust the authorities that the system trusts.')}
        value={draft.caCertificate}
        onInput={caCertificate => set({ caCertificate })}
      />
      <PemField
        rows={3}
        label={t('Client certificate')}
        name="clientCertificate"
        hint={t('PEM; leave empty for none.')}
        value={draft.clientCertificate}
        onInput={clientCertificate => set({ clientCertificate })}
      />
      <PemField
        rows={3}
        label={t('Key of the client certificate')}
        name="clientKey"
        hint={`${t('PEM, without a password.')} ${keyHint(hasClientKey, draft.clientKey)}`}
        value={draft.clientKey ?? ''}
        onInput={clientKey => set({ clientKey: clientKey === '' ? undefined : clientKey })}
      />
      {hasClientKey && (
        <Forget
          keep={t('Keep key')}
          remove={t('Remove key')}
          value={draft.clientKey}
          onChange={clientKey => set({ clientKey })}
        />
      )}
    </>
  );
}

function passwordHint(has: boolean, wish: string | undefined): string {
  if (wish === '') return t('The password will be removed.');
  return has ? t('Leave empty to keep the present password.') : t('Leave empty for none.');
}

function keyHint(has: boolean, wish: string | undefined): string {
  if (wish === '') return t('The key will be removed.');
  return has ? t('Leave empty to keep the present key.') : t('Leave empty for none.');
}

interface ForgetProps {
  /** In words: what the button does. */
  readonly keep: string;
  readonly remove: string;
  /** Empty where it is to be removed. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const Forget = ({ keep, remove, value, onChange }: ForgetProps) => (
  <button type="button" class="button" onClick={() => onChange(value === '' ? undefined : '')}>
    {value === '' ? keep : remove}
  </button>
);
