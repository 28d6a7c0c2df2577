import type { MqttNotice, MqttQos } from '../../../api/contract.ts';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { PartProps } from './client-fields.tsx';
import { QOS_OPTIONS } from './words.ts';
import { t } from '../../language/translate.ts';

interface NoticeFieldsProps extends PartProps {
  readonly name: 'lastWill' | 'connectMessage' | 'disconnectMessage';
  readonly title: string;
  readonly hint?: string;
}

/** One of the three messages about the connection itself. */
export function NoticeFields({ draft, set, name, title, hint }: NoticeFieldsProps) {
  const notice = draft[name];
  const change = (changed: Partial<MqttNotice>) => set({ [name]: { ...notice, ...changed } });
  const switched = (label: string, key: 'send' | 'useDefault' | 'retain', more?: string) => (
    <Field label={label} hint={more}>
      {control => <Switch control={control} on={notice[key]} onChange={on => change({ [key]: on })} />}
    </Field>
  );
  return (
    <fieldset class="mqtt-notice">
      <legend>{title}</legend>
      {switched(t('Send'), 'send', hint)}
      {notice.send && switched(t('Use default'), 'useDefault', t('Topic: the prefix and /event/connection.'))}
      {notice.send && !notice.useDefault && (
        <>
          <TextField
            label={t('Topic')}
            name={`${name}.topic`}
            value={notice.topic}
            onInput={topic => change({ topic })}
          />
          <TextField label={t('Payload')} value={notice.message} onInput={message => change({ message })} />
        </>
      )}
      {notice.send && switched(t('Retain'), 'retain')}
      {notice.send && (
        <Field label="QoS">
          {control => (
            <Select
              control={control}
              value={String(notice.qos)}
              options={QOS_OPTIONS}
              onChange={qos => change({ qos: Number(qos) as MqttQos })}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}
