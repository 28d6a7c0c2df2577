import { invalid } from '../core/fault.ts';
import { list, object, type Schema, string } from '../core/schema.ts';

/** Somebody who may log in over SSH, as the file keeps it: never the password. */
export interface SshRecord {
  /** The name. */
  readonly id: string;
  /** As crypt(5) has it. */
  readonly hash: string;
  readonly comment: string;
  /** ISO 8601. */
  readonly passwordSetAt: string;
}

export const SSH_RECORDS: Schema<SshRecord[]> = list(
  object({ id: string(), hash: string(), comment: string(), passwordSetAt: string() }),
);

/** How many accounts there may be. */
export const MOST_ACCOUNTS = 20;

/** What Debian's adduser takes, in the length that every program shows. */
const NAME = /^[a-z][a-z0-9_-]{0,31}$/;
const PASSWORD = /^[\x20-\x7e]{1,64}$/;
const COMMENT = /^[^\p{Cc}]{0,128}$/u;

/** @throws Fault `invalid` */
export function checkName(name: string, taken: ReadonlySet<string>): void {
  if (!NAME.test(name)) {
    throw invalid('a name has 1 to 32 small letters, digits, underscores or hyphens, a letter first', 'name');
  }
  if (taken.has(name)) throw invalid(`${name} is an account of the system itself; choose another name`, 'name');
}

/** @throws Fault `invalid` */
export function checkPassword(password: string): void {
  if (!PASSWORD.test(password)) {
    throw invalid('a password has 1 to 64 characters: letters, digits, blanks and signs of ASCII', 'password');
  }
}

/** @throws Fault `invalid` */
export function checkComment(comment: string): void {
  if (!COMMENT.test(comment)) throw invalid('a comment has 128 characters at the most, in one line', 'comment');
}
