import { useState } from 'preact/hooks';
import type { Mqtt, MqttFilter, MqttPublication } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { DraftInput } from '../../parts/draft-input.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Switch } from '../../parts/switch.tsx';
import { AddFilter } from './add-filter.tsx';
import { RowList } from './row-list.tsx';
import { useMqttChange } from './use-mqtt-change.ts';
import { RETAIN } from './words.ts';
import { t } from '../../language/translate.ts';

/** Which events go to the broker, and in which form. */
export function PublicationCard({ known: { publication } }: { readonly known: Mqtt }) {
  const { session, toasts } = useSpeaker();
  const { change } = useMqttChange();
  const [adding, setAdding] = useState(false);
  const mayChange = session.may('admin');
  const { filters } = publication;
  const keep = (publication: Partial<MqttPublication>) =>
    void toasts.attempt(() => change({ publication }), 'mqtt publication');
  const add = async (filter: MqttFilter) => {
    await change({ publication: { filters: [...filters, filter] } });
    setAdding(false);
  };
  return (
    <Card title={t('MQTT publication')} class="mqtt-card">
      <Form publication={publication} mayChange={mayChange} keep={keep} />
      <RowList
        caption={t('Published events')}
        heads={[t('Event'), 'QoS', t('Retain')]}
        empty={t('No event is published yet.')}
        rows={filters.map(({ topicFilter, qos, retain }, i) => ({
          key: `${i} ${topicFilter}`,
          title: topicFilter,
          cells: [qos, RETAIN[retain]],
        }))}
        onRemove={mayChange ? index => keep({ filters: filters.filter((_, i) => i !== index) }) : undefined}
      />
      {mayChange && (
        <div class="form-buttons">
          <button type="button" class="button" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {t('Add events')}
          </button>
        </div>
      )}
      {adding && <AddFilter onAdd={add} onClose={() => setAdding(false)} />}
    </Card>
  );
}

interface FormProps {
  readonly publication: MqttPublication;
  readonly mayChange: boolean;
  readonly keep: (change: Partial<MqttPublication>) => void;
}

function Form({ publication, mayChange, keep }: FormProps) {
  const switched = (
    label: string,
    key: 'appendEventTopic' | 'includeTopicNamespaces' | 'includeSerialNumberInPayload',
    hint: string,
  ) => (
    <Field label={label} hint={hint}>
      {control => (
        <Switch control={control} on={publication[key]} disabled={!mayChange} onChange={on => keep({ [key]: on })} />
      )}
    </Field>
  );
  return (
    <>
      <Field
        label={t('Topic prefix')}
        hint={t('Leave empty for the device’s. Events go to the prefix, /event/ and their topic.')}
      >
        {control => (
          <DraftInput
            {...control}
            class="input"
            type="text"
            disabled={!mayChange}
            value={publication.topicPrefix}
            onCommit={topicPrefix => keep({ topicPrefix: topicPrefix.trim() })}
          />
        )}
      </Field>
      {switched(t('Include event in topic'), 'appendEventTopic', t('Off: all events go to one topic.'))}
      {switched(t('Include namespaces in topic'), 'includeTopicNamespaces', t('onvif: and axis:'))}
      {switched(t('Include serial number in payload'), 'includeSerialNumberInPayload', t('As serial.'))}
    </>
  );
}
