import { actionFault } from './faults.ts';
import { type Parameter, type Texts, textsOf, type Values, valuesOf, YES_NO } from './parameters.ts';

/** One type of recipients under the vendor's name. */
export interface RecipientTemplate {
  readonly token: string;
  /** The type of our recipients. */
  readonly type: string;
  readonly parameters: readonly Parameter[];
}

const text = (name: string, field: string): Parameter => ({ name, type: 'xsd:string', field });
const number = (name: string, field: string): Parameter => ({ name, type: 'xsd:int', field });
const flag = (name: string, field: string): Parameter => ({ name, type: 'xsd:boolean', field, words: YES_NO });
const secret = (name: string, field: string): Parameter => ({ ...text(name, field), secret: true });
const unused = (name: string, words: readonly string[] = []): Parameter => ({
  name,
  type: 'xsd:string',
  unused: words,
});

/** Marks on packets are not ours to set: whatever is asked for is taken as 0. */
const QOS: Parameter = { name: 'qos', type: 'xsd:int', unused: 'anything' };
/** Not fields of ours: both together are `proxy`. */
const PROXY = { host: 'proxy host', port: 'proxy port' } as const;

const WEB: readonly Parameter[] = [
  text('upload_url', 'url'),
  text('login', 'username'),
  secret('password', 'password'),
  text('proxy_host', PROXY.host),
  text('proxy_port', PROXY.port),
  text('proxy_login', 'proxyUsername'),
  secret('proxy_password', 'proxyPassword'),
  QOS,
];

const FILES: readonly Parameter[] = [
  text('host', 'host'),
  number('port', 'port'),
  text('upload_path', 'folder'),
  text('login', 'username'),
  secret('password', 'password'),
  flag('temporary', 'temporaryName'),
  QOS,
];

/** SSL is TLS from the first byte; TLS is what begins in the clear (STARTTLS). */
const ENCRYPTION = { none: 'none', ssl: 'tls', tls: 'starttls' } as const;

export const RECIPIENT_TEMPLATES: readonly RecipientTemplate[] = [
  { token: 'com.axis.recipient.http', type: 'http', parameters: WEB },
  {
    token: 'com.axis.recipient.https',
    type: 'https',
    parameters: [...WEB, flag('validate_server_cert', 'validateCertificate')],
  },
  {
    token: 'com.axis.recipient.smtp',
    type: 'email',
    parameters: [
      text('email_to', 'to'),
      text('email_from', 'from'),
      text('host', 'host'),
      number('port', 'port'),
      text('login', 'username'),
      secret('password', 'password'),
      ...['pop_host', 'pop_port', 'pop_login', 'pop_password'].map(name => unused(name)),
      QOS,
      { name: 'encryption', type: 'xsd:string', field: 'encryption', words: ENCRYPTION },
      flag('validate_server_cert', 'validateCertificate'),
    ],
  },
  {
    token: 'com.axis.recipient.tcp',
    type: 'tcp',
    parameters: [text('host', 'host'), number('port', 'port'), QOS],
  },
  { token: 'com.axis.recipient.ftp', type: 'ftp', parameters: [...FILES, flag('passive', 'passive')] },
  {
    token: 'com.axis.recipient.sftp',
    type: 'sftp',
    parameters: [
      ...FILES,
      unused('ssh_host_pub_key_md5'),
      text('ssh_host_pub_key_sha256', 'hostKey'),
      unused('ssh_auth_type', ['2']),
    ],
  },
];

/** @throws SoapFault */
export function recipientTemplate(token: string): RecipientTemplate {
  const template = RECIPIENT_TEMPLATES.find(each => each.token === token);
  if (template === undefined) {
    throw actionFault('RecipientTemplateNotFound', `there is no recipient template ${token.slice(0, 80)}`);
  }
  return template;
}

/** The fields of a recipient, unchecked. @throws SoapFault */
export function recipientFields(texts: Texts, { parameters }: RecipientTemplate): Record<string, string> {
  const { [PROXY.host]: host = '', [PROXY.port]: port = '', ...fields } = valuesOf(texts, parameters);
  const proxy = port === '' || host === '' ? String(host) : `${String(host)}:${String(port)}`;
  const plain = proxy === '' ? fields : { ...fields, proxy };
  return plain as Record<string, string>;
}

/** The vendor's texts for a recipient; secrets stay empty. */
export function recipientTexts(fields: Values, { parameters }: RecipientTemplate): Texts {
  const proxy = typeof fields['proxy'] === 'string' ? fields['proxy'] : '';
  const [, host = proxy, port = ''] = /^(.*):(\d+)$/.exec(proxy) ?? [];
  const texts = textsOf({ ...fields, [PROXY.host]: host, [PROXY.port]: port }, parameters);
  return new Map([...texts].map(([name, value]) => [name, name === 'qos' ? '0' : value]));
}
