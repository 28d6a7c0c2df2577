import type { SrtpSuite } from '../rtp/srtp/suites.ts';

/** Hex digits of an AES-128 key with its salt; a longer one is AES-256. */
const SHORT_KEY = 60;

/** The crypto-suite that a key in hex, with its salt, is for. */
export const suiteOf = (key: string): SrtpSuite =>
  key.length === SHORT_KEY ? 'AES_CM_128_HMAC_SHA1_80' : 'AES_256_CM_HMAC_SHA1_80';
