import type { Values, Texts } from './parameters.ts';
import {
  type RecipientTemplate,
  recipientFields,
  recipientTexts,
  RECIPIENT_TEMPLATES,
  recipientTemplate,
} from './recipient-templates.ts';
import { actionFault, translated } from './faults.ts';

type Fields = Readonly<Record<string, string | number | boolean>>;

interface ShownRecipient {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly fields: Fields;
}

/** The recipients as VAPIX needs them. */
export interface VapixRecipients {
  readonly recipients: {
    list(): readonly ShownRecipient[];
    add(wish: { readonly name: string; readonly type: string; readonly fields: Fields }): Promise<ShownRecipient>;
    /** All fields, secret ones too, with those of the wish in their place. @throws Fault `invalid` */
    reachable(wish: { readonly type?: string; readonly fields?: Fields }, id?: string): { readonly fields: Fields };
  };
  /** @throws Fault `not-found` */
  remove(id: string): Promise<void>;
}

/** A recipient under the vendor's names. */
export interface NamedRecipient {
  /** VAPIX counts from 1, for clients that take 0 for none. */
  readonly number: number;
  readonly name: string;
  readonly token: string;
  readonly texts: Texts;
}

/** Between our recipients and those of VAPIX. */
export class RecipientBook {
  readonly #notifier: VapixRecipients;

  constructor(notifier: VapixRecipients) {
    this.#notifier = notifier;
  }

  /** Those whose type the vendor has. */
  list(): readonly NamedRecipient[] {
    return this.#notifier.recipients.list().flatMap(({ id, name, type, fields }) => {
      const template = RECIPIENT_TEMPLATES.find(each => each.type === type);
      if (template === undefined) return [];
      return [{ number: Number(id) + 1, name, token: template.token, texts: recipientTexts(fields, template) }];
    });
  }

  /** @returns its number. @throws SoapFault, Fault `conflict`, `full` */
  async add(name: string, token: string, texts: Texts): Promise<number> {
    const template = recipientTemplate(token);
    const { id } = await this.#add(name, template, recipientFields(texts, template));
    return Number(id) + 1;
  }

  /** The id of the recipient with this number. @throws SoapFault */
  idOf(number: number): string {
    const id = String(number - 1);
    if (!this.#notifier.recipients.list().some(each => each.id === id)) {
      throw actionFault('RecipientConfigurationNotFound', `there is no recipient configuration ${number}`);
    }
    return id;
  }

  remove(id: string): Promise<void> {
    return this.#notifier.remove(id);
  }

  /** The vendor's texts for whom an action goes to: its id or name. Empty where there is none. */
  textsOf(wanted: string, template: RecipientTemplate): Texts {
    const found = this.#find(wanted);
    return recipientTexts(found?.type === template.type ? found.fields : {}, template);
  }

  /** Whether these words of an action mean this recipient. */
  isMeant(wanted: unknown, id: string): boolean {
    return typeof wanted === 'string' && this.#find(wanted)?.id === id;
  }

  /**
   * VAPIX writes all of a recipient into each action that goes to it. The one that has just these fields is taken, else it
   * comes to be. A password that is left empty is that of the recipient: passwords are told to nobody, so whoever copies an
   * action has none. @throws SoapFault, Fault `full`
   */
  async forAction(
    name: string,
    token: string,
    texts: Texts,
  ): Promise<{ readonly id: string; readonly isNew: boolean }> {
    const template = recipientTemplate(token);
    const fields = recipientFields(texts, template);
    const wanted = this.#checked(template, fields);
    const same = this.#notifier.recipients
      .list()
      .find(each => each.type === template.type && this.#isSame(each, wanted, template));
    if (same !== undefined) return { id: same.id, isNew: false };
    const { id } = await this.#add(this.#freeName(name), template, fields);
    return { id, isNew: true };
  }

  #find(wanted: string): ShownRecipient | undefined {
    const all = this.#notifier.recipients.list();
    return all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted);
  }

  #checked({ type }: RecipientTemplate, fields: Fields): Fields {
    try {
      return this.#notifier.recipients.reachable({ type, fields }).fields;
    } catch (error) {
      throw translated(error, 'ParametersMissmatch');
    }
  }

  async #add(name: string, { type }: RecipientTemplate, fields: Fields): Promise<ShownRecipient> {
    try {
      return await this.#notifier.recipients.add({ name, type, fields });
    } catch (error) {
      throw translated(error, 'ParametersMissmatch');
    }
  }

  /** Fields that VAPIX has no name for do not count. */
  #isSame({ id }: ShownRecipient, wanted: Fields, template: RecipientTemplate): boolean {
    const { fields } = this.#notifier.recipients.reachable({}, id);
    const texts = (values: Values) => [...recipientTexts(values, template)].join('\n');
    const secrets = template.parameters.filter(({ secret }) => secret === true).map(({ field = '' }) => field);
    const isKnown = secrets.every(name => wanted[name] === undefined || wanted[name] === fields[name]);
    return isKnown && texts(fields) === texts(wanted);
  }

  #freeName(name: string): string {
    const taken = new Set(this.#notifier.recipients.list().map(each => each.name));
    const base = name.trim().slice(0, 56) || 'Recipient';
    let free = base;
    for (let n = 2; taken.has(free); n++) free = `${base} (${n})`;
    return free;
  }
}
