import { choice, string } from '../../core/schema.ts';
import type { RtpTarget } from '../../engine/contract.ts';
import { defineParam, onOff, type ParamDef, type ParamStore, whole } from '../../settings/index.ts';
import { PORTS, RTP_CODECS } from './source-record.ts';

const common = { read: 'viewer', write: 'admin' } as const;
const IPV4 = '^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3})?$';

/** Expedited forwarding (RFC 3246): what telephones mark their sound with. */
export const EXPEDITED = 46;

const groupAddress = defineParam({
  ...common,
  path: 'Stentor.Multicast.Group.Address',
  title: 'Address of the group',
  schema: string({ pattern: IPV4 }),
  value: '',
  hint: 'text',
});

const groupPort = whole(
  'Stentor.Multicast.Group.Port',
  'Port of the group',
  { value: 5004, ...PORTS },
  { write: 'admin' },
);

const groupCodec = defineParam({
  ...common,
  path: 'Stentor.Multicast.Group.Codec',
  title: 'Codec',
  schema: choice(RTP_CODECS),
  value: 'G722',
  hint: 'choice',
});

const groupTtl = whole(
  'Stentor.Multicast.Group.TTL',
  'Routers it may pass, and one more',
  { value: 1, minimum: 0, maximum: 255 },
  { write: 'admin' },
);

const groupInterface = defineParam({
  ...common,
  path: 'Stentor.Multicast.Group.Interface',
  title: 'Address of the interface to send from',
  schema: string({ pattern: IPV4 }),
  value: '',
  hint: 'text',
});

export const groupMicrophone = onOff('Stentor.Multicast.Group.Microphone', 'Send the microphone');

/** The group that this speaker sends to. */
export const GROUP_PARAMS: readonly ParamDef[] = [
  groupAddress,
  groupPort,
  groupCodec,
  groupTtl,
  groupInterface,
  groupMicrophone,
];

/** The group as a target; undefined where none is set. */
export function groupOf(params: Pick<ParamStore, 'get'>): RtpTarget | undefined {
  const address = params.get(groupAddress);
  if (address === '') return undefined;
  return {
    address,
    port: params.get(groupPort),
    codec: params.get(groupCodec),
    ttl: params.get(groupTtl),
    dscp: EXPEDITED,
    from: params.get(groupInterface),
    srtpKey: '',
  };
}
