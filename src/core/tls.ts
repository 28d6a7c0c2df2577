import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/**
 * What we serve by TLS, whoever asks: version 1.2 or later, keys that are made anew for each connection, ciphers that prove
 * what they carry, no second handshake within a connection (RFC 9325, 3.1.1, 3.5, 4.2).
 */
export const TLS_RULES = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'ECDHE+AESGCM',
    'ECDHE+CHACHA20',
  ].join(':'),
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
} as const satisfies SecureContextOptions;
