import { useState } from 'preact/hooks';
import type { Time, TimeSettings } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { RadioGroup } from '../../parts/radio-group.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useTimeChange } from './use-time-change.ts';
import { t } from '../../language/translate.ts';

const SOURCES = [
  {
    value: 'dhcp',
    label: t('Automatic date and time (NTP servers using DHCP)'),
    explanation: t('Asks the servers that the network names.'),
  },
  {
    value: 'static',
    label: t('Automatic date and time (manual NTP servers)'),
    explanation: t('Asks the servers below, and no others.'),
  },
  { value: 'manual', label: t('Custom date and time'), explanation: t('Asks nobody: you set the clock.') },
] as const;

/** Whom the clock follows. */
export function SyncCard({ known: { settings } }: { readonly known: Time }) {
  const { change } = useTimeChange();
  const [source, setSource] = useState<TimeSettings['source'] | undefined>();
  const [text, setText] = useState<string | undefined>();
  const chosen = source ?? settings.source;
  const servers = text ?? settings.servers.join(', ');
  const save = async () => {
    await change({ source: chosen, servers: servers.split(/[\s,]+/).filter(each => each !== '') });
    setSource(undefined);
    setText(undefined);
  };
  return (
    <Card title={t('Synchronization')}>
      <SubmitForm submit={t('Save synchronization')} busy={t('Saving …')} fields={['servers']} onSubmit={save}>
        <RadioGroup label={t('Date and time')} value={chosen} choices={SOURCES} onChange={setSource} />
        {chosen !== 'manual' && (
          <p class="field-hint">
            {t('What servers say is neither signed nor encrypted: NTS (RFC 8915) is not available on this speaker.')}
          </p>
        )}
        {chosen !== 'manual' && (
          <TextField
            label={chosen === 'dhcp' ? t('Fallback NTP servers') : t('Manual NTP servers')}
            name="servers"
            value={servers}
            hint={
              chosen === 'dhcp'
                ? t('Names or addresses, at most five, separated by commas. Asked where the network names none.')
                : t('Names or addresses, at most five, separated by commas.')
            }
            onInput={setText}
          />
        )}
      </SubmitForm>
    </Card>
  );
}
