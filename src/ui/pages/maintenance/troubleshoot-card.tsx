import { useState } from 'preact/hooks';
import type { Reached } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Refusal } from '../../data/refusal.ts';
import { Card } from '../../parts/card.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { sentence } from '../../text/sentence.ts';
import { t } from '../../language/translate.ts';
import { rich } from '../../language/rich.ts';

/** Whether others can be reached from the speaker. */
export function TroubleshootCard() {
  const { client } = useSpeaker();
  const [host, setHost] = useState('');
  const [port, setPort] = useState('');
  const [told, setTold] = useState<Reached | undefined>();
  const ask = async (path: string, body: object) => {
    setTold(undefined);
    if (host.trim() === '') throw new Refusal({ message: t('Type a host name or an address.'), field: 'host' });
    setTold((await client.change({ method: 'POST', path, body: { host: host.trim(), ...body } })) as Reached);
  };
  const check = () => {
    if (!/^\d{1,5}$/.test(port)) throw new Refusal({ message: t('Type a port from 1 to 65535.'), field: 'port' });
    return ask('/api/port-check', { port: Number(port) });
  };
  return (
    <Card title={t('Troubleshoot')}>
      <SubmitForm
        submit={t('Ping')}
        busy={t('Asking …')}
        fields={['host', 'port']}
        onSubmit={() => ask('/api/ping', {})}
        also={{ label: t('Port check'), busy: t('Asking …'), act: async () => check() }}
      >
        <TextField label={t('Host name or IP address')} name="host" maxLength={253} value={host} onInput={setHost} />
        <TextField
          label={t('Port')}
          name="port"
          type="number"
          min={1}
          max={65_535}
          hint={t('For the port check only (TCP).')}
          value={port}
          onInput={setPort}
        />
      </SubmitForm>
      <p class={told?.reached === false ? 'notice error' : 'field-hint'} role="status">
        {told === undefined ? '' : sentence(told.words)}
      </p>
      <p class="field-hint">
        {rich('A network trace is on <link>Logs</link>.', { link: text => <a href="/system/logs">{text}</a> })}
      </p>
    </Card>
  );
}
