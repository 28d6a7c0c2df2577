import type { EventBus } from '../events/index.ts';
import { mqttMessage, mqttState } from './events.ts';
import type { Incoming } from './message.ts';
import { fullFilter } from './naming.ts';
import type { SubscriptionSettings } from './settings.ts';
import { fitsFilter } from './topic.ts';

interface SubscriptionsDeps {
  readonly events: Pick<EventBus, 'emit' | 'states'>;
  /** Those that are set now, and what stands before their filters. */
  readonly wanted: () => { readonly subscriptions: readonly SubscriptionSettings[]; readonly prefix: string };
}

/** Makes events of the messages that were subscribed to. */
export class Subscriptions {
  readonly #deps: SubscriptionsDeps;

  constructor(deps: SubscriptionsDeps) {
    this.#deps = deps;
  }

  /** @returns whether the message was for one of them */
  hear({ topic, payload, retain }: Incoming): boolean {
    const { events } = this.#deps;
    const fitting = this.#full().filter(({ filter }) => fitsFilter(filter, topic));
    const text = payload.toString('utf8');
    for (const { filter, isStateData } of fitting) {
      if (!isStateData) events.emit(mqttMessage, { filter, topic, payload: text, retained: retain });
      else if (this.#isNew(filter, topic, text)) events.emit(mqttState, { filter, topic, payload: text });
    }
    return fitting.length > 0;
  }

  /** States of subscriptions that are no more become empty: no condition on them may hold for ever. */
  forgetOthers(): void {
    const { events } = this.#deps;
    const kept = new Set(this.#full().flatMap(({ filter, isStateData }) => (isStateData ? [filter] : [])));
    for (const { filter, topic } of events.states(mqttState)) {
      if (!kept.has(filter) && topic !== '') events.emit(mqttState, { filter, topic: '', payload: '' });
    }
  }

  #full() {
    const { subscriptions, prefix } = this.#deps.wanted();
    return subscriptions.map(each => ({ ...each, filter: fullFilter(each, prefix) }));
  }

  /** A state is told when it changes. */
  #isNew(filter: string, topic: string, payload: string): boolean {
    const last = this.#deps.events.states(mqttState).find(state => state.filter === filter);
    return last?.topic !== topic || last.payload !== payload;
  }
}
