import { choice } from '../../core/schema.ts';
import { GROUP_PARAMS } from './send-params.ts';
import { defineParam, onOff, type ParamDef } from '../../settings/index.ts';

export const multicastEnabled = onOff('Stentor.Multicast.Enabled', 'Multicast controller', true, { write: 'admin' });

/** VAPIX has one codec for all sources; here it is that of new ones. */
export const multicastCodec = defineParam({
  path: 'Stentor.Multicast.AudioCodec',
  title: 'Codec of new sources',
  schema: choice(['PCMU', 'PCMA']),
  value: 'PCMU',
  read: 'viewer',
  write: 'admin',
  hint: 'choice',
});

export const MULTICAST_PARAMS: readonly ParamDef[] = [multicastEnabled, multicastCodec, ...GROUP_PARAMS];
