import { useState } from 'preact/hooks';
import { FileButton } from '../../parts/file-button.tsx';
import { Field } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { PemField } from '../../parts/pem-field.tsx';
import { t } from '../../language/translate.ts';

export interface UploadDraft {
  readonly pem: string;
  /** A PKCS #12 file takes the place of the text. */
  readonly pkcs12: { readonly name: string; readonly base64: string } | undefined;
  readonly password: string;
}

export const EMPTY_UPLOAD: UploadDraft = { pem: '', pkcs12: undefined, password: '' };

interface UploadFieldsProps {
  readonly value: UploadDraft;
  readonly onChange: (value: UploadDraft) => void;
}

/** A private key with its certificate: as text, or as a PKCS #12 file. */
export function UploadFields({ value, onChange }: UploadFieldsProps) {
  const [shown, setShown] = useState(false);
  const { pem, pkcs12, password } = value;
  const read = async (file: File) =>
    onChange({
      ...value,
      pem: '',
      pkcs12: { name: file.name, base64: base64(new Uint8Array(await file.arrayBuffer())) },
    });
  return (
    <>
      {pkcs12 === undefined && (
        <PemField
          label={t('Certificate and private key (PEM)')}
          hint={t('Both in one text, in any order, with intermediate certificates if there are any.')}
          value={pem}
          onInput={text => onChange({ ...value, pem: text })}
        />
      )}
      <Field
        label={t('PKCS #12 file')}
        name="pkcs12"
        hint={pkcs12?.name ?? t('In place of the text: a file that ends in .p12 or .pfx.')}
      >
        {() => <FileButton label={t('Choose a PKCS #12 file')} accept=".p12,.pfx" onFile={file => void read(file)} />}
      </Field>
      <PasswordField
        label={t('Password')}
        name="password"
        autocomplete="new-password"
        hint={t('Of the file or the private key, where it has one. It is not kept.')}
        value={password}
        shown={shown}
        onShow={setShown}
        onInput={text => onChange({ ...value, password: text })}
      />
    </>
  );
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
