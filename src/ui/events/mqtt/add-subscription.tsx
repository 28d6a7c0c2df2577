import { useState } from 'preact/hooks';
import type { MqttQos, MqttSubscription } from '../../../api/contract.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { KIND_OPTIONS, QOS_OPTIONS } from './words.ts';
import { t } from '../../language/translate.ts';

interface AddSubscriptionProps {
  /** Of the device's topics. */
  readonly prefix: string;
  /** @throws Refusal */
  readonly onAdd: (subscription: MqttSubscription) => Promise<void>;
  readonly onClose: () => void;
}

const NEW: MqttSubscription = { topicFilter: '', useDeviceTopicPrefix: false, qos: 0, isStateData: false };

/** Another subscription. */
export function AddSubscription({ prefix, onAdd, onClose }: AddSubscriptionProps) {
  const [subscription, setSubscription] = useState(NEW);
  const set = (change: Partial<MqttSubscription>) => setSubscription({ ...subscription, ...change });
  return (
    <Dialog title={t('Add subscription')} onClose={onClose}>
      <SubmitForm
        submit={t('Add')}
        busy={t('Adding …')}
        fields={['topicFilter']}
        onSubmit={() => onAdd(subscription)}
        onCancel={onClose}
      >
        <TextField
          label={t('Subscription filter')}
          name="topicFilter"
          hint={t('A topic; + is any one level, # at the end all below.')}
          value={subscription.topicFilter}
          onInput={topicFilter => set({ topicFilter })}
        />
        <Field label={t('Use device topic prefix')} hint={t('{prefix}/ comes before the filter.', { prefix })}>
          {control => (
            <Switch
              control={control}
              on={subscription.useDeviceTopicPrefix}
              onChange={useDeviceTopicPrefix => set({ useDeviceTopicPrefix })}
            />
          )}
        </Field>
        <Field label={t('Kind')} hint={t('Stateful: the last message holds until another comes.')}>
          {control => (
            <Select
              control={control}
              value={subscription.isStateData ? 'stateful' : 'stateless'}
              options={KIND_OPTIONS}
              onChange={kind => set({ isStateData: kind === 'stateful' })}
            />
          )}
        </Field>
        <Field label="QoS">
          {control => (
            <Select
              control={control}
              value={String(subscription.qos)}
              options={QOS_OPTIONS}
              onChange={qos => set({ qos: Number(qos) as MqttQos })}
            />
          )}
        </Field>
      </SubmitForm>
    </Dialog>
  );
}
