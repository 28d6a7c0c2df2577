import { type Certificates, KEY_TYPES } from '../certificates/index.ts';
import { invalid } from '../core/fault.ts';
import { choice, integer, list, object, optional, string } from '../core/schema.ts';
import { idIn, type Route } from '../http/index.ts';
import { attachment } from './attachment.ts';
import { bodyOf, json } from './json.ts';

const NAME = string({ minLength: 1, maxLength: 64 });
const PEM = string({ minLength: 1, maxLength: 100_000 });
const ONE_LINE = '^[^\\r\\n\\0]*$';
/** Longest values of RFC 5280, appendix A.1. */
const SUBJECT = {
  name: NAME,
  keyType: choice(KEY_TYPES),
  commonName: string({ minLength: 1, maxLength: 64, pattern: ONE_LINE }),
  organization: string({ maxLength: 64, pattern: ONE_LINE, default: '' }),
  country: string({ maxLength: 2, pattern: '^([A-Z]{2})?$', default: '' }),
  names: list(string({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9*.:_-]+$' }), { maxItems: 20 }),
};
const SELF_SIGNED = object({ ...SUBJECT, days: integer({ minimum: 1, maximum: 7300 }) });
const REQUEST = object(SUBJECT);
const UPLOAD = object({
  name: NAME,
  pem: optional(PEM),
  pkcs12: optional(string({ maxLength: 200_000, pattern: '^[A-Za-z0-9+/=\\s]+$' })),
  password: optional(string({ maxLength: 256 })),
});
const AUTHORITY = object({ name: NAME, pem: PEM });
const ANSWER = object({ pem: PEM });
const USE = object({ https: optional(string()), sip: optional(string()) });

/** Certificates, and which one serves what. */
export const certificateRoutes = ({ certificates }: { readonly certificates: Certificates }): Route[] => [
  {
    path: '/api/certificates',
    methods: ['GET'],
    access: 'admin',
    handle: () => json(certificates.list()),
  },
  adding('self-signed', SELF_SIGNED, wanted => certificates.addSelfSigned(wanted)),
  adding('request', REQUEST, wanted => certificates.addRequest(wanted)),
  adding('authority', AUTHORITY, ({ name, pem }) => certificates.addAuthority(name, pem)),
  adding('upload', UPLOAD, ({ name, pem, pkcs12, password = '' }) => {
    if (pem !== undefined) return certificates.upload(name, pem, password);
    if (pkcs12 === undefined) throw invalid('pem or pkcs12 must be given', 'pem');
    return certificates.uploadPkcs12(name, Buffer.from(pkcs12, 'base64'), password);
  }),
  {
    path: '/api/certificates/use',
    methods: ['PUT'],
    access: 'admin',
    body: USE,
    handle: async exchange => {
      await certificates.use(await bodyOf(USE, exchange));
      return undefined;
    },
  },
  {
    path: '/api/certificates/:id/certificate',
    methods: ['PUT'],
    access: 'admin',
    body: ANSWER,
    handle: async exchange =>
      json(await certificates.answerRequest(idIn(exchange), (await bodyOf(ANSWER, exchange)).pem)),
  },
  {
    path: '/api/certificates/:id/pem',
    methods: ['GET'],
    access: 'admin',
    handle: exchange => {
      const { name, kind } = certificates.get(idIn(exchange));
      return {
        type: 'application/x-pem-file',
        headers: { 'Content-Disposition': attachment(`${name}.${kind === 'request' ? 'csr' : 'pem'}`) },
        body: certificates.text(idIn(exchange)),
      };
    },
  },
  {
    path: '/api/certificates/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await certificates.remove(idIn(exchange));
      return undefined;
    },
  },
];

const adding = <T>(
  what: string,
  schema: Parameters<typeof bodyOf<T>>[0],
  add: (wanted: T) => Promise<unknown>,
): Route => ({
  path: `/api/certificates/${what}`,
  methods: ['POST'],
  access: 'admin',
  body: schema,
  handle: async exchange => json(await add(await bodyOf(schema, exchange)), 201),
});
