import { useState } from 'preact/hooks';
import type { Network } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { numberProblem } from '../../text/number-problem.ts';
import { useSection } from './use-section.ts';
import { t } from '../../language/translate.ts';

const ACCESS = [
  { value: 'both', label: t('HTTP and HTTPS') },
  { value: 'https', label: 'HTTPS' },
];
const PORT = { min: 1, max: 65_535, whole: true };

/** The doors of page and programs. */
export function WebCard({ known }: { readonly known: Network }) {
  const { draft, set, save } = useSection('web', known.settings);
  const [typed, setTyped] = useState<{ readonly http?: string; readonly https?: string }>({});
  const { http = portText(draft.httpPort), https = portText(draft.httpsPort) } = typed;
  const send = async () => {
    const httpPort = draft.access === 'https' ? draft.httpPort : portIn('web.httpPort', http);
    await save({ httpPort, httpsPort: portIn('web.httpsPort', https) });
    setTyped({});
  };
  const { ports } = known;
  return (
    <Card title={t('HTTP and HTTPS')}>
      <SubmitForm
        submit={t('Save ports')}
        busy={t('Saving …')}
        fields={['web.httpPort', 'web.httpsPort']}
        onSubmit={send}
      >
        <Field label={t('Allow access through')} hint={t('The page itself is only served over HTTPS.')}>
          {control => (
            <Select
              control={control}
              value={draft.access}
              options={ACCESS}
              onChange={access => set({ access: access === 'https' ? 'https' : 'both' })}
            />
          )}
        </Field>
        {draft.access === 'both' && (
          <TextField
            label={t('HTTP port')}
            name="web.httpPort"
            value={http}
            hint={
              ports.http === 0
                ? t('Empty: the usual one.')
                : t('Empty: the usual one. It is {port} now.', { port: ports.http })
            }
            onInput={text => setTyped({ ...typed, http: text })}
          />
        )}
        <TextField
          label={t('HTTPS port')}
          name="web.httpsPort"
          value={https}
          hint={t('Empty: the usual one. It is {port} now.', { port: ports.https })}
          onInput={text => setTyped({ ...typed, https: text })}
        />
      </SubmitForm>
    </Card>
  );
}

const portText = (port: number) => (port === 0 ? '' : String(port));

/** @throws Refusal that names the field */
function portIn(field: string, text: string): number {
  if (text.trim() === '') return 0;
  const message = numberProblem(text, PORT);
  if (message !== undefined) throw new Refusal({ message, field });
  return Number(text);
}
