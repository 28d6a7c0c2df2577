import { conflict } from '../core/fault.ts';
import type { Role } from '../core/role.ts';
import { object, type Schema, string } from '../core/schema.ts';
import type { Answer, Exchange, OpenedSession, Route } from '../http/index.ts';
import type { Login, Session, Setup } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** The guard at the web's door, as far as the page's login needs it. */
export interface LoginGuard {
  readonly needsSetup: boolean;
  /** Whether who has not logged in may look at what viewers see. */
  readonly anonymousViewers: boolean;
  /** @throws Fault `forbidden` for a wrong name or password, `busy` after too many */
  logIn(
    from: { readonly secure: boolean; readonly remote: string },
    name: string,
    password: string,
  ): Promise<OpenedSession>;
  readonly sessions: { close(cookies: string | undefined): string };
}

interface SessionDeps {
  readonly guard: LoginGuard;
  readonly users: {
    list(): readonly { readonly id: string; readonly role: Role }[];
    add(user: { readonly name: string; readonly password: string; readonly role: Role }): Promise<unknown>;
  };
  readonly device: { hostName(): string };
}

const PRODUCT = 'Stentor';
/** The first administrator; the account cannot be removed. */
const FIRST = 'root';

const SETUP: Schema<Setup> = object({ password: string() });
const LOGIN: Schema<Login> = object({ user: string(), password: string() });

/** How the page logs in and out, and sets the first password. */
export const sessionRoutes = (deps: SessionDeps): Route[] => [
  {
    path: '/api/session',
    methods: ['GET'],
    access: 'anonymous',
    beforeSetup: true,
    handle: exchange => json(present(deps, exchange)),
  },
  {
    path: '/api/setup',
    methods: ['POST'],
    access: 'anonymous',
    beforeSetup: true,
    body: SETUP,
    handle: async exchange => {
      const { password } = await bodyOf(SETUP, exchange);
      if (!deps.guard.needsSetup) throw conflict('the first password is set already: log in with it');
      await deps.users.add({ name: FIRST, password, role: 'admin' });
      return open(deps, exchange, { user: FIRST, password });
    },
  },
  {
    path: '/api/login',
    methods: ['POST'],
    access: 'anonymous',
    body: LOGIN,
    handle: async exchange => open(deps, exchange, await bodyOf(LOGIN, exchange)),
  },
  {
    path: '/api/logout',
    methods: ['POST'],
    access: 'anonymous',
    handle: ({ headers }) => ({
      ...json(closed(deps)),
      headers: { 'Set-Cookie': deps.guard.sessions.close(headers.cookie) },
    }),
  },
];

/** The session as it is; a caller who came with a password instead of the page's cookie has none. */
function present(deps: SessionDeps, { caller, session }: Exchange): Session {
  if (caller === undefined || session === undefined) {
    return deps.guard.anonymousViewers
      ? { ...closed(deps), state: 'open', role: 'viewer', anonymous: true }
      : closed(deps);
  }
  return { ...closed(deps), state: 'open', user: caller.name, role: caller.role, csrf: session.csrf };
}

const closed = ({ guard, device }: SessionDeps): Session => ({
  state: guard.needsSetup ? 'setup' : 'login',
  product: PRODUCT,
  hostName: device.hostName(),
});

async function open(deps: SessionDeps, { secure, remote }: Exchange, { user, password }: Login): Promise<Answer> {
  const { cookie, csrf } = await deps.guard.logIn({ secure, remote }, user, password);
  const role = deps.users.list().find(({ id }) => id === user)?.role ?? 'viewer';
  const session: Session = { ...closed(deps), state: 'open', user, role, csrf };
  return { ...json(session), headers: { 'Set-Cookie': cookie } };
}
