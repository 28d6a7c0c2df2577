/** What went wrong, in the words every door can translate to its own protocol. */
export type FaultKind =
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'too-large'
  | 'unsupported'
  | 'full'
  | 'busy'
  | 'unavailable'
  | 'failed';

export interface FaultOptions extends ErrorOptions {
  /** The argument, parameter or form field that is wrong. */
  readonly field?: string;
}

/** An error we raise on purpose; its message tells the person who asked what to do. Anything else thrown is a bug. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly field: string | undefined;

  constructor(kind: FaultKind, message: string, options: FaultOptions = {}) {
    super(message, options);
    this.name = 'Fault';
    this.kind = kind;
    this.field = options.field;
  }
}

/** A value that breaks its schema or a rule; `field` names it. */
export const invalid = (message: string, field?: string) =>
  new Fault('invalid', message, field === undefined ? {} : { field });
/** The thing named does not exist. */
export const notFound = (message: string) => new Fault('not-found', message);
/** The request is sound, but not in the present state. */
export const conflict = (message: string) => new Fault('conflict', message);

/** Says where in the whole a field is that a part complains of. */
export function within<T>(path: string, part: () => T): T {
  try {
    return part();
  } catch (error) {
    throw withinFault(path, error);
  }
}

/** The same error, where it is a fault of a field with the way to that field. */
export const withinFault = (path: string, error: unknown): unknown =>
  error instanceof Fault && error.field !== undefined
    ? new Fault(error.kind, error.message, { field: path + error.field, cause: error })
    : error;

/** Something this needs is not there now; later it may be. */
export const unavailable = (message: string, cause?: unknown) => new Fault('unavailable', message, { cause });
