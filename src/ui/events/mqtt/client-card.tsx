import { useState } from 'preact/hooks';
import type { Mqtt, MqttStatus } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { Field } from '../../parts/field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { sentence } from '../../text/sentence.ts';
import { second } from '../../text/when.ts';
import { EditClient } from './edit-client.tsx';
import { useMqttChange } from './use-mqtt-change.ts';
import { USUAL_PORTS } from './words.ts';
import { t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';

/** How the speaker is connected to the broker, and the switch that connects it. */
export function ClientCard({ known }: { readonly known: Mqtt }) {
  const { session, toasts } = useSpeaker();
  const { change } = useMqttChange();
  const [editing, setEditing] = useState(false);
  const { client, status } = known;
  const mayChange = session.may('admin');
  const connect = (active: boolean) => void toasts.attempt(() => change({ client: { active } }), 'mqtt');
  return (
    <Card title={t('MQTT client')} class="mqtt-card" aside={<State status={status} />}>
      {status.problem !== undefined && (
        <p class="notice error" role="alert">
          {sentence(status.problem)}
        </p>
      )}
      {status.note !== undefined && <p class="notice">{told(status.note)}</p>}
      <Field
        label={t('Connect')}
        hint={t('The speaker connects to the broker whenever it starts, and again when the connection breaks off.')}
      >
        {control => <Switch control={control} on={client.active} disabled={!mayChange} onChange={connect} />}
      </Field>
      <Facts facts={factsOf(known)} />
      {mayChange && (
        <div class="form-buttons">
          <button type="button" class="button" onClick={() => setEditing(true)}>
            {t('Edit client')}
          </button>
        </div>
      )}
      {editing && <EditClient known={known} onClose={() => setEditing(false)} />}
    </Card>
  );
}

function State({ status: { state } }: { readonly status: MqttStatus }) {
  if (state === 'connected') return <span class="badge good">{t('Connected')}</span>;
  if (state === 'connecting') return <span class="badge">{t('Connecting')}</span>;
  return state === 'waiting' ? (
    <span class="badge bad">{t('Tries again soon')}</span>
  ) : (
    <span class="badge">{t('Off')}</span>
  );
}

function factsOf({ client, defaults, status }: Mqtt): Fact[] {
  const { protocol, host, port, username } = client;
  const address = `${protocol}://${host}:${port === 0 ? USUAL_PORTS[protocol] : port}`;
  return [
    { name: t('Broker'), value: host === '' ? t('none') : address },
    ...(username === '' ? [] : [{ name: t('User'), value: username }]),
    { name: t('Client id'), value: <code>{client.clientId || defaults.clientId}</code> },
    { name: t('Device topic prefix'), value: <code>{client.deviceTopicPrefix || defaults.deviceTopicPrefix}</code> },
    { name: t('Since'), value: second(status.since) },
  ];
}
