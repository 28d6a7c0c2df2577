/** What entities are made of. */
export interface EntityFacts {
  readonly serial: string;
  readonly name: string;
  readonly model: string;
  readonly version: string;
  /** Of the topics that Home Assistant looks at. */
  readonly discoveryPrefix: string;
  /** Of the speaker's own topics. */
  readonly prefix: string;
  readonly clips: readonly { readonly id: string; readonly name: string }[];
  /** dB */
  readonly gain: { readonly minimum: number; readonly maximum: number };
  readonly hasSpeakerTest: boolean;
  /** Whether the last will and the connect message tell whether the speaker is there. */
  readonly availabilityTopic: string | undefined;
}

/** How Home Assistant's own payloads are called. */
export const PRESS = 'PRESS';
export const ON = 'ON';
export const OFF = 'OFF';

/** Where commands come in, below the device's prefix. */
export const commandTopic = (prefix: string, what: string) => `${prefix}/command/${what}`;
export const stateTopic = (prefix: string, what: string) => `${prefix}/state/${what}`;

interface Entity {
  /** The kind of entity. */
  readonly component: string;
  readonly id: string;
  readonly config: object;
}

/**
 * What Home Assistant is told of the speaker: configurations by topic (MQTT discovery,
 * `<prefix>/<component>/<node id>/<object id>/config`).
 */
export function entityConfigs(facts: EntityFacts): Map<string, string> {
  const { serial, discoveryPrefix } = facts;
  const node = `stentor_${serial}`;
  const common = {
    device: {
      identifiers: [node],
      name: facts.name,
      manufacturer: 'Stentor',
      model: facts.model,
      sw_version: facts.version,
      serial_number: serial,
    },
    origin: { name: 'Stentor', sw_version: facts.version },
    ...availabilityOf(facts),
  };
  return new Map(
    entitiesOf(facts).map(({ component, id, config }) => [
      `${discoveryPrefix}/${component}/${node}/${id}/config`,
      JSON.stringify({ ...common, unique_id: `${node}_${id}`, ...config }),
    ]),
  );
}

const availabilityOf = ({ availabilityTopic }: EntityFacts) =>
  availabilityTopic === undefined
    ? {}
    : {
        availability_topic: availabilityTopic,
        availability_template: "{{ 'online' if value_json.connected else 'offline' }}",
      };

const entitiesOf = (facts: EntityFacts): Entity[] => [
  ...facts.clips.map(clip => clipButton(facts, clip)),
  speech(facts),
  volume(facts),
  mute(facts),
  // A siren without a sound is none.
  ...(facts.clips.length > 0 ? [siren(facts)] : []),
  ...(facts.hasSpeakerTest ? [speakerTest(facts)] : []),
  update(facts),
];

const clipButton = ({ prefix }: EntityFacts, { id, name }: EntityFacts['clips'][number]): Entity => ({
  component: 'button',
  id: `clip_${id}`,
  config: {
    name: `Play ${name}`,
    icon: 'mdi:play',
    command_topic: commandTopic(prefix, `clip/${id}`),
    payload_press: PRESS,
    qos: 1,
  },
});

const speech = ({ prefix }: EntityFacts): Entity => ({
  component: 'notify',
  id: 'say',
  config: { name: 'Text-to-speech', icon: 'mdi:bullhorn', command_topic: commandTopic(prefix, 'say'), qos: 1 },
});

const volume = ({ prefix, gain }: EntityFacts): Entity => ({
  component: 'number',
  id: 'volume',
  config: {
    name: 'Volume',
    icon: 'mdi:volume-high',
    command_topic: commandTopic(prefix, 'volume'),
    state_topic: stateTopic(prefix, 'volume'),
    min: gain.minimum,
    max: gain.maximum,
    step: 1,
    mode: 'slider',
    unit_of_measurement: 'dB',
    qos: 1,
  },
});

const mute = ({ prefix }: EntityFacts): Entity => ({
  component: 'switch',
  id: 'mute',
  config: {
    name: 'Mute',
    icon: 'mdi:volume-off',
    command_topic: commandTopic(prefix, 'mute'),
    state_topic: stateTopic(prefix, 'mute'),
    payload_on: ON,
    payload_off: OFF,
    qos: 1,
  },
});

/** Commands are JSON: `{"state": "ON", "tone": …, "volume_level": 0…1, "duration": s}`. */
const siren = ({ prefix, clips }: EntityFacts): Entity => ({
  component: 'siren',
  id: 'siren',
  config: {
    name: 'Siren',
    command_topic: commandTopic(prefix, 'siren'),
    state_topic: stateTopic(prefix, 'siren'),
    available_tones: [...new Set(clips.map(({ name }) => name))],
    support_duration: true,
    support_volume_set: true,
    qos: 1,
  },
});

const speakerTest = ({ prefix }: EntityFacts): Entity => ({
  component: 'sensor',
  id: 'speaker_test',
  config: {
    name: 'Speaker test',
    icon: 'mdi:stethoscope',
    entity_category: 'diagnostic',
    state_topic: stateTopic(prefix, 'speaker-test'),
  },
});

/** Tells of upgrades; installing needs a file, so there is no command. */
const update = ({ prefix }: EntityFacts): Entity => ({
  component: 'update',
  id: 'update',
  config: {
    name: 'Stentor OS',
    title: 'Stentor OS',
    entity_category: 'diagnostic',
    state_topic: stateTopic(prefix, 'update'),
  },
});
