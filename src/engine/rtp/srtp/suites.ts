/** The crypto-suites of SDES (RFC 4568, 6.2; RFC 6188 for the longer key). */
export const SRTP_SUITES = {
  AES_CM_128_HMAC_SHA1_80: { keyBytes: 16, tagBytes: 10 },
  AES_CM_128_HMAC_SHA1_32: { keyBytes: 16, tagBytes: 4 },
  AES_256_CM_HMAC_SHA1_80: { keyBytes: 32, tagBytes: 10 },
  AES_256_CM_HMAC_SHA1_32: { keyBytes: 32, tagBytes: 4 },
} as const;

export type SrtpSuite = keyof typeof SRTP_SUITES;
