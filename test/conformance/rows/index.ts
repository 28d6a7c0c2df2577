import type { Chapter } from '../row.ts';
import { ACCESS, NETWORK_TROUBLE, OVERVIEW } from './access.ts';
import { API, HARDWARE, TROUBLE } from './care.ts';
import { EXAMPLE_CALLS, EXAMPLE_EMAIL, EXAMPLE_MOTION, LEARN_MORE, RULES } from './events.ts';
import { P2P, PBX } from './sip.ts';
import { SPEAKER_TEST } from './speaker-test.ts';

/** All that the manual promises, in its order. */
export const CHAPTERS: readonly Chapter[] = [
  OVERVIEW,
  ACCESS,
  SPEAKER_TEST,
  P2P,
  PBX,
  RULES,
  EXAMPLE_EMAIL,
  EXAMPLE_MOTION,
  EXAMPLE_CALLS,
  LEARN_MORE,
  TROUBLE,
  NETWORK_TROUBLE,
  HARDWARE,
  API,
];
