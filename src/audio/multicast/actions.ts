import { type Action, defineAction } from '../../actions/index.ts';
import { notFound } from '../../core/fault.ts';
import { choice, integer, object, string } from '../../core/schema.ts';
import type { MulticastSources } from './multicast-sources.ts';
import type { ClipSender } from './clip-sender.ts';
import { PORTS, RTP_CODECS, SRTP_KEY } from './source-record.ts';

/** Expedited forwarding (RFC 3246): what telephones mark their sound with. */
const EXPEDITED = 46;

/** Sending clips to other speakers. */
export const multicastActions = (sender: ClipSender): Action[] => [
  defineAction({
    id: 'multicast.send-clip',
    title: 'Send audio clip to other speakers',
    args: object({
      location: string(),
      address: string(),
      port: integer(PORTS),
      codec: choice(RTP_CODECS, { default: 'PCMU' }),
      repeat: integer({ minimum: -1, default: 0 }),
      volume: integer({ minimum: 0, maximum: 1000, default: 100 }),
      ttl: integer({ minimum: 0, maximum: 255, default: 1 }),
      dscp: integer({ minimum: 0, maximum: 63, default: EXPEDITED }),
      // The IPv4 address of the interface to use; empty lets the routes decide.
      interface: string({ default: '' }),
      srtpKey: string({ pattern: SRTP_KEY, default: '' }),
    }),
    run: ({ location, repeat, volume, interface: from, ...target }) =>
      sender.send({ location, repeat, volume, target: { ...target, from } }),
  }),
  defineAction({
    id: 'multicast.stop-sending',
    title: 'Stop sending audio clips',
    args: object({}),
    run: () => sender.stop(),
  }),
];

/** Listening to other speakers, or to those who send. */
export const sourceActions = (sources: Pick<MulticastSources, 'list' | 'change'>): Action[] => {
  const turn = async (wanted: string, enabled: boolean) => {
    const source = sources.list().find(({ id, name }) => id === wanted || name === wanted);
    if (source === undefined) throw notFound(`there is no multicast source ${wanted}`);
    await sources.change(source.id, { enabled });
  };
  // The id or the name of a source.
  const args = object({ source: string({ minLength: 1 }) });
  return [
    defineAction({
      id: 'multicast.join',
      title: 'Join a multicast source',
      args,
      run: ({ source }) => turn(source, true),
    }),
    defineAction({
      id: 'multicast.leave',
      title: 'Leave a multicast source',
      args,
      run: ({ source }) => turn(source, false),
    }),
  ];
};
