import { Collection, JsonFile } from '../settings/index.ts';
import { Certificates } from './certificates.ts';
import { OwnCertificate, type OwnCertificateOptions } from './own-certificate.ts';
import { readPkcs12 } from './pkcs12.ts';
import { STORED_CERTIFICATES, STORED_KEYS, USAGE, USAGE_OF_A_NEW_SPEAKER } from './stored.ts';

interface CertificatesParts extends Omit<OwnCertificateOptions, 'path'> {
  /** Folder of all state. */
  readonly state: string;
}

/** The certificates of the speaker and whom it trusts. */
export function createCertificates({ state, ...parts }: CertificatesParts): Certificates {
  const { clock, log } = parts;
  const folder = `${state}/certificates`;
  return new Certificates({
    records: new Collection({
      file: new JsonFile({ path: `${folder}/certificates.json`, schema: STORED_CERTIFICATES, empty: [], log }),
      noun: 'certificate',
    }),
    keys: new Collection({
      file: new JsonFile({ path: `${folder}/keys.json`, schema: STORED_KEYS, empty: [], log }),
      noun: 'private key',
    }),
    useFile: new JsonFile({ path: `${folder}/use.json`, schema: USAGE, empty: USAGE_OF_A_NEW_SPEAKER, log }),
    own: new OwnCertificate({ ...parts, path: `${state}/tls/self-signed.pem` }),
    readPkcs12: (bytes, password) => readPkcs12(bytes, password, { folder, clock }),
    folder,
    clock,
  });
}
