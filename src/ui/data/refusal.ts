import type { Problem } from '../../api/contract.ts';

/** The speaker, or the page itself, does not do what was asked; the message tells the person why and what to do. */
export class Refusal extends Error {
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  /** The form field it is about. */
  readonly field: string | undefined;

  constructor({ message, field }: Problem, status = 400) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.field = field;
  }
}
