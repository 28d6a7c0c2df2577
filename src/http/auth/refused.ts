/** A request that is turned away before its route hears of it. */
export class Refused extends Error {
  readonly status: 401 | 403 | 429;
  /** For 401: the password was right, only the nonce was not fresh. */
  readonly stale: boolean;

  constructor(status: 401 | 403 | 429, message: string, stale = false) {
    super(message);
    this.name = 'Refused';
    this.status = status;
    this.stale = stale;
  }
}
