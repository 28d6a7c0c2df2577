/** The thread that plays stations, straight from its source: Node 20 does not hand tsx on to threads. */
import { register } from 'tsx/esm/api';

register();
await import('../../src/audio/radio/radio-worker.ts');
