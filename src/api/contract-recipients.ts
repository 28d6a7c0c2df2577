/** Where notifications and files are sent. Part of contract.ts. */

/** What can be sent to: the order is that of the form. `sip` and `mqtt` use the speaker's own account and client. */
export type RecipientType =
  'http' | 'https' | 'email' | 'tcp' | 'ftp' | 'sftp' | 'mqtt' | 'snmp' | 'sip' | 'networkshare';

/**
 * GET /api/recipients (operator).
 *
 * POST /api/recipients (admin) adds one and answers with it; it takes RecipientChange, of which `name`, `type` and the
 * needed fields must be there. PATCH and DELETE /api/recipients/:id (admin) change and remove one; removing throws away
 * what waits for it. POST /api/recipients/:id/copy (admin) answers with the copy, which has the secrets as well.
 */
export interface Recipients {
  /** Fields are empty for those who are no administrators. */
  readonly recipients: readonly Recipient[];
  readonly kinds: readonly RecipientKind[];
  readonly modifiers: readonly Modifier[];
  readonly queues: readonly RecipientQueue[];
}

export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly type: RecipientType;
  /** By the names of the kind's fields, without those that are secret. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  /** The secret fields that are set; what stands in them is told to nobody. */
  readonly secrets: readonly string[];
}

/** What a form for one type of recipient shows, in its order. */
export interface RecipientKind {
  readonly type: RecipientType;
  /** "Email", "HTTP" … */
  readonly title: string;
  readonly fields: readonly RecipientField[];
}

export interface RecipientField {
  readonly name: string;
  readonly title: string;
  /** JSON Schema of the value: `string`, `integer`, `boolean` or an `enum` of strings; `default` where there is one. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Must not be empty. */
  readonly needed: boolean;
  /** Is only ever written: left out it stays what it is, empty it is taken away. */
  readonly secret: boolean;
  /** A text of several lines. */
  readonly long: boolean;
  /** A sentence under the field. */
  readonly help?: string;
}

/** `fields` holds secret ones too; those that are left out stay as they are. `type` cannot be changed. */
export interface RecipientChange {
  readonly name?: string;
  readonly type?: RecipientType;
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * POST /api/recipients/:id/test (admin) sends a test with what is stored and, where the body has some (RecipientChange),
 * with these fields in its place; POST /api/recipients/test (admin) does so for one that is not stored. Answers 200 when
 * it failed as well; takes at most 30 s.
 */
export interface RecipientTest {
  readonly passed: boolean;
  /** A sentence for the person at the page. */
  readonly message: string;
  /** The dialogue with the server line by line, secrets blanked: `> ` is ours, `< ` the server's, `* ` an explanation. */
  readonly transcript: readonly string[];
}

/**
 * What waits for a recipient; one for which nothing waits has none. Told anew by `changed: 'recipients'`.
 * DELETE /api/recipients/:id/queue (admin) throws away what waits, POST tries at once.
 */
export interface RecipientQueue {
  readonly id: string;
  readonly waiting: number;
  readonly bytes: number;
  /** ISO 8601: the oldest that waits. */
  readonly since: string;
  /** How often the first was tried in vain. */
  readonly attempts: number;
  /** ISO 8601; left out while it is being tried. */
  readonly nextAttempt?: string;
  /** Why it failed last. */
  readonly problem?: string;
}

/** Something that a text may hold: `%F`, `#i`, `{{name}}`. */
export interface Modifier {
  readonly text: string;
  readonly title: string;
}

/**
 * POST /api/recipients/preview (operator): what a text becomes now; `event` is the id of an event whose last happening
 * fills `{{…}}`. Answers with TextPreview, or 400 where the text holds what does not exist.
 */
export interface PreviewText {
  readonly text: string;
  readonly event?: string;
}

export interface TextPreview {
  readonly text: string;
}
