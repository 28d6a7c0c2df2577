import { useState } from 'preact/hooks';
import type { MqttFilter, MqttQos } from '../../../api/contract.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { QOS_OPTIONS, RETAIN_OPTIONS } from './words.ts';
import { t } from '../../language/translate.ts';

interface AddFilterProps {
  /** @throws Refusal */
  readonly onAdd: (filter: MqttFilter) => Promise<void>;
  readonly onClose: () => void;
}

/** More events to publish. */
export function AddFilter({ onAdd, onClose }: AddFilterProps) {
  const [filter, setFilter] = useState<MqttFilter>({ topicFilter: '//.', qos: 0, retain: 'none' });
  const set = (change: Partial<MqttFilter>) => setFilter({ ...filter, ...change });
  return (
    <Dialog title={t('Publish events')} onClose={onClose}>
      <SubmitForm
        submit={t('Add')}
        busy={t('Adding …')}
        fields={['topicFilter']}
        onSubmit={() => onAdd({ ...filter, topicFilter: filter.topicFilter.trim() })}
        onCancel={onClose}
      >
        <TextField
          label={t('Event')}
          name="topicFilter"
          hint={t(
            'Its topic, such as onvif:Device/axis:IO/VirtualInput; with //. at the end all below it; //. alone is all.',
          )}
          value={filter.topicFilter}
          onInput={topicFilter => set({ topicFilter })}
        />
        <Field label={t('Retain')} hint={t('What the broker keeps for those who come later.')}>
          {control => (
            <Select
              control={control}
              value={filter.retain}
              options={RETAIN_OPTIONS}
              onChange={retain => set({ retain: retain as MqttFilter['retain'] })}
            />
          )}
        </Field>
        <Field label="QoS">
          {control => (
            <Select
              control={control}
              value={String(filter.qos)}
              options={QOS_OPTIONS}
              onChange={qos => set({ qos: Number(qos) as MqttQos })}
            />
          )}
        </Field>
      </SubmitForm>
    </Dialog>
  );
}
