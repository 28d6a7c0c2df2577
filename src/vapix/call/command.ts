import type { Role } from '../../core/role.ts';
import { parse, type Schema } from '../../core/schema.ts';
import type { ParamStore } from '../../settings/index.ts';
import type { Sip } from '../../sip/index.ts';

export interface CallParts {
  readonly sip: Pick<Sip, 'accounts' | 'calls' | 'status' | 'accountStatus'>;
  readonly params: Pick<ParamStore, 'get' | 'update'>;
}

/** One command of the call service. */
export interface CallCommand {
  readonly access: Role;
  readonly run: (args: unknown, parts: CallParts) => unknown;
}

/** Parses the arguments by their schema. */
export const command = <T>(
  access: Role,
  schema: Schema<T>,
  run: (args: T, parts: CallParts) => unknown,
): CallCommand => ({ access, run: (args, parts) => run(parse(schema, args, 'arguments'), parts) });
