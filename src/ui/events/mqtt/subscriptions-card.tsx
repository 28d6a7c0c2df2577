import { useState } from 'preact/hooks';
import type { Mqtt, MqttSubscription } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { AddSubscription } from './add-subscription.tsx';
import { RowList } from './row-list.tsx';
import { useMqttChange } from './use-mqtt-change.ts';
import { t } from '../../language/translate.ts';

/** What the speaker hears from the broker; rules can wait for it. */
export function SubscriptionsCard({ known: { subscriptions, client, defaults } }: { readonly known: Mqtt }) {
  const { session, toasts } = useSpeaker();
  const { change } = useMqttChange();
  const [adding, setAdding] = useState(false);
  const mayChange = session.may('admin');
  const prefix = client.deviceTopicPrefix || defaults.deviceTopicPrefix;
  const remove = (index: number) =>
    void toasts.attempt(
      () => change({ subscriptions: subscriptions.filter((_, i) => i !== index) }),
      'mqtt subscriptions',
    );
  const add = async (subscription: MqttSubscription) => {
    await change({ subscriptions: [...subscriptions, subscription] });
    setAdding(false);
  };
  return (
    <Card title={t('MQTT subscriptions')} class="mqtt-card">
      <RowList
        caption={t('Subscriptions')}
        heads={[t('Filter'), t('Kind'), 'QoS']}
        empty={t('No subscription yet. A rule can wait for the messages of one.')}
        rows={subscriptions.map(({ topicFilter, useDeviceTopicPrefix, qos, isStateData }) => {
          const filter = useDeviceTopicPrefix ? `${prefix}/${topicFilter}` : topicFilter;
          return { key: filter, title: filter, cells: [isStateData ? t('Stateful') : t('Stateless'), qos] };
        })}
        onRemove={mayChange ? remove : undefined}
      />
      {mayChange && (
        <div class="form-buttons">
          <button type="button" class="button" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {t('Add subscription')}
          </button>
        </div>
      )}
      {adding && <AddSubscription prefix={prefix} onAdd={add} onClose={() => setAdding(false)} />}
    </Card>
  );
}
