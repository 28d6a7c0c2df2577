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

const ACCESS = [
  { value: 'both', label: 'HTTP and HTTPS' },
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
    <Card title="HTTP and HTTPS">
      <SubmitForm submit="Save ports" busy="Saving …" fields={['web.httpPort', 'web.httpsPort']} onSubmit={send}>
        <Field label="Allow access through" hint="The page itself is only served over HTTPS.">
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
            label="HTTP port"
            name="web.httpPort"
            value={http}
            hint={`Empty: the usual one.${ports.http === 0 ? '' : ` It is ${ports.http} now.`}`}
            onInput={text => setTyped({ ...typed, http: text })}
          />
        )}
        <TextField
          label="HTTPS port"
          name="web.httpsPort"
          value={https}
          hint={`Empty: the usual one. It is ${ports.https} now.`}
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
