import { Field } from '../../parts/field.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { t } from '../../language/translate.ts';

interface PemFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A text of PEM: pasted, or read from a file. */
export function PemField({ label, hint, value, onInput }: PemFieldProps) {
  return (
    <Field label={label} name="pem" hint={hint}>
      {control => (
        <>
          <textarea
            {...control}
            class="input pem-text"
            rows={6}
            spellcheck={false}
            autocomplete="off"
            placeholder="-----BEGIN CERTIFICATE-----"
            value={value}
            onInput={event => onInput(event.currentTarget.value)}
          />
          <FileButton
            label={t('Choose a file')}
            accept=".pem,.crt,.cer,.key,application/x-pem-file"
            onFile={file => void file.text().then(onInput)}
          />
        </>
      )}
    </Field>
  );
}
