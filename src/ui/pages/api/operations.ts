import type { Session } from '../../../api/contract.ts';

/** As much of JSON Schema as a form needs. */
export interface BodySchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly required?: readonly string[];
  readonly items?: BodySchema;
}

/** One thing that can be asked for. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With named parts: `/api/clips/{id}`. */
  readonly path: string;
  readonly names: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly role: NonNullable<Session['role']> | 'anonymous';
  readonly body: BodySchema | undefined;
  /** Takes sound or a file, which no form holds. */
  readonly streams: boolean;
}

/** The part of OpenAPI that the speaker's description uses. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly 'x-role': Operation['role'];
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: BodySchema }>>;
  };
}

/** All operations of a description, in its order. */
export const operationsOf = ({ paths }: OpenApi): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({
      id: told.operationId,
      method: method.toUpperCase(),
      path,
      names: told.parameters.map(({ name }) => name),
      tag: told.tags[0] ?? '',
      summary: told.summary ?? '',
      role: told['x-role'],
      body: told.requestBody?.content['application/json']?.schema,
      streams: told.requestBody?.content['application/octet-stream'] !== undefined,
    })),
  );

/** A value to begin with: what must be there, with its defaults. */
export function exampleOf(schema: BodySchema): unknown {
  if (schema.default !== undefined) return schema.default;
  return schema.enum === undefined ? BY_TYPE[schema.type ?? 'string']?.(schema) : schema.enum[0];
}

const BY_TYPE: Readonly<Record<string, (schema: BodySchema) => unknown>> = {
  string: () => '',
  boolean: () => false,
  number: ({ minimum = 0 }) => minimum,
  integer: ({ minimum = 0 }) => minimum,
  array: ({ items }) => (items === undefined ? [] : [exampleOf(items)]),
  object: ({ properties = {}, required = [] }) =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name))
        .map(([name, property]) => [name, exampleOf(property)]),
    ),
};
