import { Field } from './field.tsx';
import { FileButton } from './file-button.tsx';
import { t } from '../language/translate.ts';

interface PemFieldProps {
  readonly label: string;
  /** The name a problem of the form calls it by; `pem` unless told. */
  readonly name?: string;
  readonly hint: string;
  readonly rows?: number;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A text of PEM (RFC 7468): pasted, or read from a file. */
export function PemField({ label, name = 'pem', hint, rows = 6, value, onInput }: PemFieldProps) {
  return (
    <Field label={label} name={name} hint={hint}>
      {control => (
        <>
          <textarea
            {...control}
            class="input pem-text"
            rows={rows}
            spellcheck={false}
            autocomplete="off"
            placeholder="-----BEGIN …-----"
            value={value}
            onInput={event => onInput(event.currentTarget.value)}
          />
          <FileButton
            label={t('Choose a file')}
            more={label}
            accept=".pem,.crt,.cer,.key,application/x-pem-file"
            onFile={file => void file.text().then(onInput)}
          />
        </>
      )}
    </Field>
  );
}
