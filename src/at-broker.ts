import type { Action } from './actions/index.ts';
import { clipPlaying, type createAudio, outputGain, outputMuted } from './audio/index.ts';
import { EVENTS } from './catalog.ts';
import type { Clock } from './core/clock.ts';
import { notFound } from './core/fault.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import { createMqtt } from './mqtt/index.ts';
import type { ParamStore } from './settings/index.ts';
import type { createSystem } from './system/index.ts';
import { upgradeState } from './upgrade/index.ts';
import { mqttDialect } from './vapix/index.ts';

interface AtBrokerDeps {
  /** Folder of all state. */
  readonly state: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly system: Pick<ReturnType<typeof createSystem>, 'info'>;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'clips' | 'onClipsChange'>;
  /** All actions; asked when one is run. */
  readonly actions: () => readonly Action[];
}

/** The MQTT client, and what Home Assistant sees of the other domains. */
export const createAtBroker = ({ state, version, system, audio, params, actions, ...deps }: AtBrokerDeps) =>
  createMqtt({
    ...deps,
    folder: `${state}/mqtt`,
    serial: system.info.board.serialNumber,
    dialect: mqttDialect,
    facts: () => textFacts(system),
    house: {
      clips: () => audio.clips.list(),
      onClipsChange: audio.onClipsChange,
      act: (id, args) => act(actions(), id, args),
      level: () => ({ gain: params.get(outputGain), muted: params.get(outputMuted) }),
      gainRange: outputGain.schema as unknown as { minimum: number; maximum: number },
      onLevelChange: listener => params.onChange(listener),
      device: () => ({ name: system.info.hostName(), model: system.info.model, version }),
      followed: {
        clipPlaying,
        upgrade: upgradeState,
        speakerTest: EVENTS.find(({ topic }) => topic === 'tns1:Device/tnsaxis:SpeakerTest/TestResult'),
      },
    },
  });

/** What texts can tell of the speaker. */
export const textFacts = ({ info }: AtBrokerDeps['system']) => ({
  hostName: info.hostName(),
  address: info.addresses()[0] ?? '',
  macAddress: info.macAddress,
});

/** @throws Fault `not-found`, or what the action throws */
function act(actions: readonly Action[], id: string, args: object): unknown {
  const action = actions.find(each => each.id === id);
  if (action === undefined) throw notFound(`there is no action ${id}`);
  return action.run(args);
}
