export { type Certificates } from './certificates.ts';
export { createCertificates } from './domain.ts';
export { KEY_TYPES } from './make.ts';
