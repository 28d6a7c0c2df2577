import { useState } from 'preact/hooks';
import type { Time } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { useTimeChange } from './use-time-change.ts';
import { t } from '../../language/translate.ts';

/** Where the speaker's clock hangs. */
export function ZoneCard({ known: { settings, zone, zones } }: { readonly known: Time }) {
  const { change } = useTimeChange();
  const [typed, setTyped] = useState<string | undefined>();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const chosen = typed ?? (settings.zone === '' ? zone : settings.zone);
  const save = async () => {
    await change({ zone: chosen });
    setTyped(undefined);
  };
  return (
    <Card title={t('Time zone')}>
      <SubmitForm
        submit={t('Save time zone')}
        busy={t('Saving …')}
        fields={['zone']}
        onSubmit={save}
        {...(own === chosen || !zones.includes(own)
          ? {}
          : {
              also: {
                label: t('Take this computer’s: {own}', { own }),
                busy: t('Taking it …'),
                act: async () => setTyped(own),
              },
            })}
      >
        <Field label={t('Time zone')} name="zone" hint={t('Schedules, recordings and spoken times go by it.')}>
          {control => (
            <Select
              control={control}
              value={chosen}
              options={zones.map(value => ({ value, label: value.replaceAll('_', ' ') }))}
              onChange={setTyped}
            />
          )}
        </Field>
      </SubmitForm>
    </Card>
  );
}
