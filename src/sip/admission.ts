import type { Clock } from '../core/clock.ts';
import type { ParamStore } from '../settings/index.ts';
import { isAllowedUser, isListed } from './access.ts';
import type { Flow, SipMessage } from './transport/index.ts';
import { accessList, accessPolicy, allowedUsers, allowIncoming } from './params.ts';

/** Requests outside of dialogs that are looked at each second, and how many may come at once. */
const A_SECOND = 40;
const AT_ONCE = 80;

/** The status with which a request outside of a dialog is refused before anything else; undefined lets it in. */
export type Admission = (request: SipMessage, flow: Flow) => { status: number; reason: string } | undefined;

interface AdmissionDeps {
  readonly clock: Clock;
  readonly params: ParamStore;
  readonly isFull: () => boolean;
}

const FORBIDDEN = { status: 403, reason: 'Forbidden' };

/** Who is let in. What a stranger may ask often is refused before it costs much. */
export function admission({ clock, params, isFull }: AdmissionDeps): Admission {
  let left = AT_ONCE;
  let counted = clock.monotonic();
  const isFlood = () => {
    const now = clock.monotonic();
    left = Math.min(AT_ONCE, left + ((now - counted) / 1000) * A_SECOND);
    counted = now;
    if (left < 1) return true;
    left -= 1;
    return false;
  };
  return (request, { host }) => {
    const policy = params.get(accessPolicy);
    if (policy !== 'off' && isListed(host, params.get(accessList)) !== (policy === 'allow')) return FORBIDDEN;
    if (isFlood()) return { status: 503, reason: 'Service Unavailable' };
    if (request.method !== 'INVITE') return undefined;
    if (!params.get(allowIncoming)) return { status: 480, reason: 'Temporarily Unavailable' };
    if (!isAllowedUser(request.get('from') ?? '', params.get(allowedUsers))) return FORBIDDEN;
    if (isFull() && request.get('replaces') === undefined) return { status: 486, reason: 'Busy Here' };
    return undefined;
  };
}
