import { inputGain, inputMuted, outputGain, outputMuted } from '../audio/index.ts';
import { invalid } from '../core/fault.ts';
import { boolean, list, number, object, optional, string } from '../core/schema.ts';
import type { ParamDef, ParamStore } from '../settings/index.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';

/** One side of the one device: what it is called and which settings are behind it. */
interface Side {
  readonly id: string;
  readonly name: string;
  readonly gain: ParamDef<number>;
  readonly muted: ParamDef<boolean>;
}

const INPUT: Side = { id: '0', name: 'Microphone', gain: inputGain, muted: inputMuted };
const OUTPUT: Side = { id: '0', name: 'Speaker', gain: outputGain, muted: outputMuted };
const CONNECTION = 'internal';
const SIGNALING = 'unbalanced';

/** Clients send numbers of devices and channels as numbers, too: VAPIX's own examples do. */
const ID = {};
const CHANNEL = object({ id: ID, gain: optional(number()), mute: optional(boolean()) });
const SIGNALING_TYPE = object({ id: optional(string()), channels: optional(list(CHANNEL)) });
const CONNECTION_TYPE = object({ id: optional(string()), signalingTypes: optional(list(SIGNALING_TYPE)) });
const PORT = object({ id: ID, connectionTypes: optional(list(CONNECTION_TYPE)) });
const DEVICE = object({ id: ID, inputs: optional(list(PORT)), outputs: optional(list(PORT)) });

interface WishedPort {
  readonly id: unknown;
  readonly connectionTypes?: readonly {
    readonly id?: string;
    readonly signalingTypes?: readonly {
      readonly id?: string;
      readonly channels?: readonly { readonly id: unknown; readonly gain?: number; readonly mute?: boolean }[];
    }[];
  }[];
}

/** `audiodevicecontrol.cgi`: gain and mute of the speaker and its microphone, in VAPIX's tree of devices. */
export const audioDeviceControl = (params: ParamStore): JsonApi => ({
  path: '/axis-cgi/audiodevicecontrol.cgi',
  version: '1.0',
  errors: 'device',
  methods: {
    getDevicesCapabilities: jsonMethod({
      access: 'operator',
      params: NO_PARAMS,
      run: () => tree(side => [{ id: SIGNALING, gainValues: gainsOf(side.gain), powerTypes: [], channels: ['0'] }]),
    }),
    getDevicesSettings: jsonMethod({
      access: 'viewer',
      params: NO_PARAMS,
      run: () =>
        tree(({ gain, muted }) => [
          { id: SIGNALING, channels: [{ id: '0', gain: params.get(gain), mute: params.get(muted) }] },
        ]),
    }),
    setDevicesSettings: jsonMethod({
      access: 'operator',
      params: object({ devices: list(DEVICE) }),
      run: async ({ devices }) => {
        const changes: Record<string, unknown> = {};
        for (const device of devices) {
          expect('device', device.id, '0');
          for (const port of device.inputs ?? []) Object.assign(changes, changesOf(port as WishedPort, INPUT));
          for (const port of device.outputs ?? []) Object.assign(changes, changesOf(port as WishedPort, OUTPUT));
        }
        await params.update(changes);
        return {};
      },
    }),
    // What could hurt what is plugged in, or ears: the speaker feeds nothing to anybody.
    getHazardousSettings: jsonMethod({ access: 'operator', params: NO_PARAMS, run: () => ({ powerTypes: [] }) }),
  },
});

function tree(signalingTypes: (side: Side) => readonly object[]) {
  const port = (side: Side) => ({
    id: side.id,
    name: side.name,
    enabled: true,
    connectionTypeSelected: CONNECTION,
    connectionTypes: [{ id: CONNECTION, signalingTypeSelected: SIGNALING, signalingTypes: signalingTypes(side) }],
  });
  return { devices: [{ id: '0', name: 'Audio device 0', inputs: [port(INPUT)], outputs: [port(OUTPUT)] }] };
}

/** All whole numbers of dB that the setting takes. */
function gainsOf({ schema }: ParamDef<number>): readonly number[] {
  const { minimum, maximum } = schema as unknown as { minimum: number; maximum: number };
  return Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
}

function changesOf(port: WishedPort, { id, gain, muted }: Side): Record<string, unknown> {
  expect('input or output', port.id, id);
  const changes: Record<string, unknown> = {};
  for (const channel of channelsOf(port)) {
    expect('channel', channel.id, '0');
    if (channel.gain !== undefined) changes[gain.path] = channel.gain;
    if (channel.mute !== undefined) changes[muted.path] = channel.mute;
  }
  return changes;
}

const channelsOf = ({ connectionTypes = [] }: WishedPort) =>
  connectionTypes
    .flatMap(({ id = CONNECTION, signalingTypes = [] }) => {
      expect('connection type', id, CONNECTION);
      return signalingTypes;
    })
    .flatMap(({ id = SIGNALING, channels = [] }) => {
      expect('signaling type', id, SIGNALING);
      return channels;
    });

function expect(what: string, id: unknown, known: string): void {
  if (String(id) !== known) throw invalid(`there is no ${what} but ${known}`, 'id');
}
