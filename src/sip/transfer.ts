import { type JsSipSession, parseJsSipUri } from './jssip.ts';

/** What became of asking the other end to call somebody else. */
export interface CallTransfer {
  readonly to: string;
  readonly state: 'asked' | 'failed';
  /** Why it failed, for people: `486 Busy Here`. */
  readonly text: string;
}

interface Referral {
  readonly target: string;
  /** The call with the target that the new one takes the place of (RFC 3891). */
  readonly replaces: JsSipSession | undefined;
  readonly tell: (transfer: CallTransfer) => void;
  /** The other end and the target talk. */
  readonly done: () => void;
}

/**
 * Asks the other end of a call to call the target (REFER, RFC 3515), and follows what it tells of that.
 * @returns whether it could be asked
 */
export function refer(session: JsSipSession, { target: to, replaces, tell, done }: Referral): boolean {
  const target = parseJsSipUri(to);
  if (target === undefined) return false;
  const failed = (text: string) => tell({ to, state: 'failed', text });
  const asked = session.refer(target, {
    ...(replaces === undefined ? {} : { replaces }),
    eventHandlers: {
      requestFailed: ({ response, cause }) =>
        failed(response === null ? cause : `${response.status_code ?? ''} ${response.reason_phrase ?? ''}`.trim()),
      failed: ({ status_line: { status_code, reason_phrase } }) => failed(`${status_code} ${reason_phrase}`.trim()),
      accepted: done,
    },
  });
  if (asked === false) return false;
  tell({ to, state: 'asked', text: '' });
  return true;
}
