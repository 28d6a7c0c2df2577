import { type Action, defineAction } from '../../actions/index.ts';
import type { Clock } from '../../core/clock.ts';
import { notFound } from '../../core/fault.ts';
import { choice, integer, object, string } from '../../core/schema.ts';
import type { MulticastSources } from './multicast-sources.ts';
import type { GroupSender } from './group-sender.ts';
import { EXPEDITED } from './send-params.ts';
import { PORTS, RTP_CODECS, SRTP_KEY } from './source-record.ts';

/** A day. */
const LONGEST_S = 86_400;

const TARGET = {
  address: string(),
  port: integer(PORTS),
  codec: choice(RTP_CODECS, { default: 'PCMU' }),
  ttl: integer({ minimum: 0, maximum: 255, default: 1 }),
  dscp: integer({ minimum: 0, maximum: 63, default: EXPEDITED }),
  // The IPv4 address of the interface to use; empty lets the routes decide.
  interface: string({ default: '' }),
  srtpKey: string({ pattern: SRTP_KEY, default: '' }),
};

/** Sending to other speakers. */
export const multicastActions = (sender: GroupSender, clock: Pick<Clock, 'after'>): Action[] => [
  defineAction({
    id: 'multicast.send-clip',
    title: 'Send audio clip to other speakers',
    args: object({
      location: string(),
      ...TARGET,
      repeat: integer({ minimum: -1, default: 0 }),
      volume: integer({ minimum: 0, maximum: 1000, default: 100 }),
    }),
    run: ({ location, repeat, volume, interface: from, ...target }) =>
      sender.sendClip({ location, repeat, volume, target: { ...target, from } }),
  }),
  defineAction({
    id: 'multicast.send-microphone',
    title: 'Send the microphone to other speakers',
    // 0 sends until it is stopped.
    args: object({ ...TARGET, seconds: integer({ minimum: 0, maximum: LONGEST_S, default: 60 }) }),
    run: ({ seconds, interface: from, ...target }) => {
      const voice = sender.sendMicrophone({ ...target, from }, () => void off());
      const off = seconds === 0 ? () => undefined : clock.after(seconds * 1000, () => voice.stop());
    },
  }),
  defineAction({
    id: 'multicast.stop-sending',
    title: 'Stop sending to other speakers',
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
