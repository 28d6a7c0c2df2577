/** The thread that decodes audio clips, straight from its source: Node 20 does not hand tsx on to threads. */
import { register } from 'tsx/esm/api';

register();
await import('../../src/audio/decode-worker.ts');
