import { object, type Schema, string } from '../core/schema.ts';

/** What stands in a field of a recipient. */
export type FieldValue = string | number | boolean;
export type Fields = Readonly<Record<string, FieldValue>>;

/** Somebody who is told. What is secret of it lies in another file. */
export interface RecipientRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly fields: Fields;
}

/** The secret fields of a recipient, under its id. */
export interface SecretsRecord {
  readonly id: string;
  readonly secrets: Readonly<Record<string, string>>;
}

const map = <T>(values: Schema<unknown>): Schema<Readonly<Record<string, T>>> => ({
  type: 'object',
  additionalProperties: values,
});
/** Which of the three is told by the kind of recipient, not by the file. */
const FIELD_VALUE: Schema<FieldValue> = {};

export const RECIPIENT_RECORDS: Schema<RecipientRecord[]> = {
  type: 'array',
  items: object({ id: string(), name: string(), type: string(), fields: map<FieldValue>(FIELD_VALUE) }),
};
export const SECRETS_RECORDS: Schema<SecretsRecord[]> = {
  type: 'array',
  items: object({ id: string(), secrets: map<string>(string()) }),
};

/** One field of the form of a type of recipient. */
export interface Field {
  readonly name: string;
  readonly title: string;
  readonly schema: Schema<FieldValue>;
  /** Must not be empty. */
  readonly needed: boolean;
  /** Is kept apart and told to nobody. */
  readonly secret: boolean;
  /** A text of several lines. */
  readonly long: boolean;
  readonly help?: string;
}

type Extras = Partial<Pick<Field, 'needed' | 'secret' | 'long' | 'help'>>;

export const field = (name: string, title: string, schema: Schema<FieldValue>, extras: Extras = {}): Field => ({
  name,
  title,
  schema,
  needed: false,
  secret: false,
  long: false,
  ...extras,
});
