import {
  type Cause,
  checkWords,
  DEVICE_MODIFIERS,
  fillText,
  type TextFacts,
  TIME_MODIFIERS,
} from '../actions/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { Transcript } from '../core/transcript.ts';
import type { EventBus } from '../events/index.ts';
import { notificationLost } from './events.ts';
import type { Delivery, Message } from './message.ts';
import { Queue } from './queue.ts';
import type { QueueFiles } from './queue-files.ts';
import { findRecipient, type RecipientChange, type Recipients } from './recipients.ts';
import { testRecipient, type TestResult } from './test-recipient.ts';
import type { Trust } from './transport.ts';

export interface NotifierDeps {
  readonly recipients: Recipients;
  readonly files: QueueFiles;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Another one for each speaker, so that ids of messages are never the same. */
  readonly serialNumber: string;
  readonly trust: () => Trust;
  readonly device: () => Omit<TextFacts, 'now' | 'cause'>;
}

/** Tells recipients what happens. */
export class Notifier {
  readonly #deps: NotifierDeps;
  readonly #queue: Queue;

  constructor(deps: NotifierDeps) {
    this.#deps = deps;
    const { files, clock, log } = deps;
    const deliver = this.#deliver.bind(this);
    this.#queue = new Queue({ files, clock, log, deliver, lost: (delivery, why) => this.#lost(delivery, why) });
  }

  async start(): Promise<Off> {
    const { recipients } = this.#deps;
    await recipients.load();
    return this.#queue.start(id => recipients.has(id));
  }

  get recipients(): Recipients {
    return this.#deps.recipients;
  }

  /**
   * Sends a message to the recipient with this id or name; resolves when the first attempt went well.
   * @param types of recipients that it may go to
   * @throws Fault `not-found`, `invalid` for another type, `full`, or why the first attempt failed
   */
  async send(wanted: string, types: readonly string[], make: () => Message, file?: string): Promise<void> {
    const { recipients } = this.#deps;
    const { id, name, type } = findRecipient(recipients, wanted);
    if (!types.includes(type)) throw invalid(`${name} is a recipient of another type (${type})`, 'recipient');
    try {
      await this.#queue.send(id, make(), file);
    } catch (error) {
      throw error instanceof Fault ? this.#told(error, id, name) : error;
    }
  }

  /** Fills the words of a text; see `fillText`. */
  facts(cause?: Cause): TextFacts {
    return { now: this.#deps.clock.now(), cause, ...this.#deps.device() };
  }

  /** What a text becomes. @throws Fault `invalid` for a word that the event does not have */
  preview(text: string, cause?: Cause): string {
    const facts = this.facts(cause);
    checkWords(text, facts);
    return fillText(text, facts);
  }

  /** Sends a test with what is stored, or the change in its place. @throws Fault `not-found`, `invalid` */
  async test(change: RecipientChange, id?: string): Promise<TestResult> {
    const { recipients, clock, trust } = this.#deps;
    const about = fillText('Test from #n (#i), %F %T', this.facts());
    return testRecipient(recipients.reachable(change, id), { clock, trust: trust(), about });
  }

  /** What waits, by recipient. */
  queues() {
    return this.#deps.recipients.list().flatMap(({ id }) => {
      const state = this.#queue.state(id);
      return state === undefined ? [] : [{ id, ...state }];
    });
  }

  /** What has changed may help: what waits is tried at once. @throws Fault `not-found`, `invalid` */
  async change(id: string, change: RecipientChange) {
    const changed = await this.#deps.recipients.change(id, change);
    this.#queue.hurry(id);
    return changed;
  }

  /** @throws Fault `not-found` */
  async remove(id: string): Promise<void> {
    await this.#deps.recipients.remove(id);
    await this.#queue.clear(id);
  }

  /** Puts other recipients in the place of all. @throws Fault that names the field: `3.name` */
  async replaceAll(changes: readonly RecipientChange[]): Promise<void> {
    const gone = await this.#deps.recipients.replaceAll(changes);
    for (const id of gone) await this.#queue.clear(id);
  }

  /** @throws Fault `not-found` */
  hurry(id: string): void {
    this.#queue.hurry(this.#deps.recipients.get(id).id);
  }

  /** @throws Fault `not-found` */
  async clear(id: string): Promise<void> {
    await this.#queue.clear(this.#deps.recipients.get(id).id);
  }

  onChange(watcher: () => void): Off {
    const offs = [this.#deps.recipients.onChange(watcher), this.#queue.onChange(watcher)];
    return () => offs.forEach(off => off());
  }

  async #deliver(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { recipients, clock, serialNumber, trust, log } = this.#deps;
    const { recipient, message, number, at } = delivery;
    if (!recipients.has(recipient)) throw new Fault('failed', 'the recipient was removed');
    const { transport, fields, secrets } = recipients.reachable({}, recipient);
    if (!transport.takes.includes(message.kind)) throw new Fault('failed', `${transport.title} cannot carry this`);
    const file = this.#queue.dataOf(delivery);
    const id = `${at.replaceAll(/[^0-9]/gu, '')}.${number}.${serialNumber}`;
    const say = () => undefined;
    const kept = file === undefined ? {} : { file };
    try {
      await transport.deliver({ fields, message, id, trust: trust(), signal, clock, say, ...kept });
    } catch (error) {
      if (!signal.aborted)
        log.warn('a notification was not delivered', { recipient, error: this.#bare(error, secrets) });
      throw error;
    }
  }

  #bare(error: unknown, secrets: readonly string[]): string {
    return new Transcript(secrets).blanked(error instanceof Error ? error.message : String(error));
  }

  #told(error: Fault, id: string, name: string): Fault {
    const waits = this.#queue.state(id) !== undefined && error.kind === 'unavailable';
    const text = `${name}: ${error.message}${waits ? '; it is kept and tried again' : ''}`;
    return new Fault(error.kind, text, { cause: error });
  }

  #lost({ recipient }: Delivery, why: string): void {
    const { recipients, events } = this.#deps;
    const name = recipients.has(recipient) ? recipients.get(recipient).name : recipient;
    events.emit(notificationLost, { recipient: name, description: why });
  }
}

/** What a text may hold, for the page. */
export const MODIFIERS: readonly { readonly text: string; readonly title: string }[] = [
  ...Object.entries(TIME_MODIFIERS).map(([sign, { title }]) => ({ text: `%${sign}`, title })),
  ...Object.entries(DEVICE_MODIFIERS).map(([sign, { title }]) => ({ text: `#${sign}`, title })),
  { text: '{{event}}', title: 'Name of the event' },
  { text: '{{topic}}', title: 'Topic of the event' },
  { text: '{{field}}', title: 'A field of the event, by its name' },
];
