import { integer } from '../core/schema.ts';
import { defineParam, type ParamDef } from '../settings/index.ts';

/** The port that RTSP is served on. */
export const rtspPort = defineParam({
  path: 'Network.RTSP.Port',
  title: 'RTSP port',
  schema: integer({ minimum: 0, maximum: 65_535 }),
  value: 554,
  read: 'viewer',
  write: 'never',
});

export const VAPIX_PARAMS: readonly ParamDef[] = [rtspPort];
