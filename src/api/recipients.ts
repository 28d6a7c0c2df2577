import type { Cause } from '../actions/index.ts';
import { notFound } from '../core/fault.ts';
import { object, optional, type Schema, string } from '../core/schema.ts';
import type { Happening } from '../events/index.ts';
import { type Exchange, idIn, type Route } from '../http/index.ts';
import { MODIFIERS, type Notifier } from '../notify/index.ts';
import type {
  PreviewText,
  Recipient,
  RecipientChange,
  RecipientKind,
  Recipients,
  RecipientTest,
  RecipientType,
  TextPreview,
} from './contract.ts';
import { bodyOf, json } from './json.ts';

interface RecipientsDeps {
  readonly notifier: Notifier;
  readonly history: { list(): readonly Happening[] };
}

const FIELDS: Schema<Readonly<Record<string, string | number | boolean>>> = {
  type: 'object',
  additionalProperties: {},
};
const CHANGE: Schema<Omit<RecipientChange, 'type'> & { readonly type?: string }> = object({
  name: optional(string()),
  type: optional(string()),
  fields: optional(FIELDS),
});
const PREVIEW: Schema<PreviewText> = object({ text: string({ maxLength: 8192 }), event: optional(string()) });

/** Where notifications and files are sent, and what waits there. */
export const recipientRoutes = ({ notifier, history }: RecipientsDeps): Route[] => [
  ...listRoutes(notifier),
  ...testRoutes(notifier),
  ...queueRoutes(notifier),
  {
    path: '/api/recipients/preview',
    methods: ['POST'],
    access: 'operator',
    body: PREVIEW,
    handle: async exchange => {
      const { text, event } = await bodyOf(PREVIEW, exchange);
      const preview: TextPreview = { text: notifier.preview(text, causeOf(history, event)) };
      return json(preview);
    },
  },
];

const listRoutes = (notifier: Notifier): Route[] => [
  {
    path: '/api/recipients',
    methods: ['GET'],
    access: 'operator',
    handle: ({ caller }) => json(listed(notifier, caller?.role === 'admin')),
  },
  {
    path: '/api/recipients',
    methods: ['POST'],
    access: 'admin',
    body: CHANGE,
    handle: async exchange => json(await notifier.recipients.add(await bodyOf(CHANGE, exchange)), 201),
  },
  {
    path: '/api/recipients/:id',
    methods: ['PATCH'],
    access: 'admin',
    body: CHANGE,
    handle: async exchange => json(await notifier.change(idIn(exchange), await bodyOf(CHANGE, exchange))),
  },
  {
    path: '/api/recipients/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await notifier.remove(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/recipients/:id/copy',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await notifier.recipients.copy(idIn(exchange)), 201),
  },
];

const testRoutes = (notifier: Notifier): Route[] => [
  {
    path: '/api/recipients/test',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await tested(notifier, exchange)),
  },
  {
    path: '/api/recipients/:id/test',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await tested(notifier, exchange, idIn(exchange))),
  },
];

const queueRoutes = (notifier: Notifier): Route[] => [
  {
    path: '/api/recipients/:id/queue',
    methods: ['POST'],
    access: 'admin',
    handle: exchange => {
      notifier.hurry(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/recipients/:id/queue',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await notifier.clear(idIn(exchange));
      return undefined;
    },
  },
];

function listed(notifier: Notifier, whole: boolean): Recipients {
  const { recipients } = notifier;
  const shown = recipients.list().map(each => ({
    ...each,
    type: each.type as RecipientType,
    fields: whole ? each.fields : {},
  }));
  return {
    recipients: shown satisfies readonly Recipient[],
    kinds: recipients
      .kinds()
      .map(({ type, title, fields }): RecipientKind => ({ type: type as RecipientType, title, fields })),
    modifiers: MODIFIERS,
    queues: notifier.queues(),
  };
}

const tested = async (notifier: Notifier, exchange: Exchange, id?: string): Promise<RecipientTest> =>
  notifier.test(await bodyOf(CHANGE, exchange), id);

/** @throws Fault `not-found` where it has not happened lately */
function causeOf(history: RecipientsDeps['history'], event: string | undefined): Cause | undefined {
  if (event === undefined) return undefined;
  const last = history.list().findLast(({ def }) => def.id === event);
  if (last === undefined) throw notFound(`${event} has not happened lately`);
  return last;
}
