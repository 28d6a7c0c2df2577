import type { Happening } from '../events/index.ts';
import { MQTT_EVENTS } from './events.ts';
import type { Outgoing } from './message.ts';
import { devicePrefix } from './naming.ts';
import type { MqttSettings, PublicationFilter } from './settings.ts';

/** An event in VAPIX's words: topic with the prefixes `tns1:` and `tnsaxis:`, all values texts. */
export interface EventTold {
  readonly topic: string;
  readonly at: Date;
  readonly source: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** How programs that know VAPIX write events; it is not known here. */
export interface EventDialect {
  tell(happening: Happening): EventTold;
  /** A filter such as `onvif:Device//.`. @throws Fault `invalid` */
  filter(text: string): (told: EventTold) => boolean;
}

export interface PublicationDeps {
  readonly dialect: EventDialect;
  readonly settings: () => MqttSettings;
  readonly serial: string;
}

/** Makes messages of events: which, where to and how is set by filters; the first that fits counts. */
export class Publication {
  readonly #deps: PublicationDeps;
  /** The last filters with what they let through: they are looked at for every event. */
  #compiled: { readonly of: readonly PublicationFilter[]; readonly tests: readonly ((told: EventTold) => boolean)[] } =
    {
      of: [],
      tests: [],
    };

  constructor(deps: PublicationDeps) {
    this.#deps = deps;
  }

  /** The message of an event; undefined where it is not to be published. */
  message(happening: Happening): Outgoing | undefined {
    const { dialect, settings, serial } = this.#deps;
    if (MQTT_EVENTS.some(def => def === happening.def)) return undefined;
    const { publication } = settings();
    if (publication.filters.length === 0) return undefined;
    const told = dialect.tell(happening);
    const { tests } = this.#tests(publication.filters);
    const filter = publication.filters[tests.findIndex(test => test(told))];
    if (filter === undefined) return undefined;
    const topic = told.topic.replaceAll('tnsaxis:', 'axis:').replaceAll('tns1:', 'onvif:');
    const prefix = publication.topicPrefix === '' ? devicePrefix(settings(), serial) : publication.topicPrefix;
    const shown = publication.includeTopicNamespaces ? topic : topic.replaceAll(/(^|\/)[^/:]+:/gu, '$1');
    return {
      topic: `${prefix}/event${publication.appendEventTopic ? `/${shown}` : ''}`,
      payload: JSON.stringify({
        timestamp: told.at.getTime(),
        ...(publication.includeSerialNumberInPayload ? { serial } : {}),
        topic,
        message: { source: told.source, key: {}, data: told.data },
      }),
      qos: filter.qos,
      retain: isRetained(filter, happening),
    };
  }

  /** What the broker keeps must be true after a pause as well: the present states whose messages are retained. */
  present(states: readonly Happening[]): Outgoing[] {
    return states.map(state => this.message(state)).filter(message => message?.retain === true) as Outgoing[];
  }

  #tests(filters: readonly PublicationFilter[]) {
    if (this.#compiled.of !== filters)
      this.#compiled = { of: filters, tests: filters.map(({ topicFilter }) => this.#deps.dialect.filter(topicFilter)) };
    return this.#compiled;
  }
}

const isRetained = ({ retain }: PublicationFilter, { def }: Happening) =>
  retain === 'all' || (retain === 'property' && def.kind === 'state');
