import { choice, integer, list, object, optional, type Schema, string } from '../core/schema.ts';

/** What is sent, with all words filled in; it waits on the disk as it is here. */
export interface Message {
  /** `file` sends the file that waits beside the message. */
  readonly kind: 'mail' | 'http' | 'text' | 'file';
  readonly subject?: string;
  readonly text?: string;
  readonly method?: string;
  /** Goes behind the recipient's address: `a=b&c=d`, encoded. */
  readonly query?: string;
  readonly headers?: string[];
  readonly body?: string;
  /** What the file is called where it arrives, and its media type. */
  readonly name?: string;
  readonly type?: string;
}

/** One message on its way to one recipient. */
export interface Delivery {
  /** Grows with every message, so that it is their order. */
  readonly number: number;
  readonly recipient: string;
  /** ISO 8601. */
  readonly at: string;
  readonly message: Message;
  readonly bytes: number;
}

const MESSAGE: Schema<Message> = object({
  kind: choice(['mail', 'http', 'text', 'file']),
  subject: optional(string()),
  text: optional(string()),
  method: optional(string()),
  query: optional(string()),
  headers: optional(list(string())),
  body: optional(string()),
  name: optional(string()),
  type: optional(string()),
});

export const DELIVERY: Schema<Delivery> = object({
  number: integer({ minimum: 0 }),
  recipient: string(),
  at: string(),
  message: MESSAGE,
  bytes: integer({ minimum: 0 }),
});
