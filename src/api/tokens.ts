import { type Role, ROLES } from '../core/role.ts';
import { choice, object, string } from '../core/schema.ts';
import { idIn, type Route } from '../http/index.ts';
import type { AccessToken, CreatedToken } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** Access tokens of programs. */
export interface ApiTokens {
  list(): readonly AccessToken[];
  add(wanted: { readonly name: string; readonly role: Role; readonly expiresAt: string }): Promise<CreatedToken>;
  remove(id: string): Promise<void>;
}

const NEW_TOKEN = object({
  name: string(),
  role: choice(ROLES, { default: 'viewer' }),
  expiresAt: string({ default: '', maxLength: 40 }),
});

/** Access tokens, for administrators; each is told once, when it is made. */
export const tokenRoutes = ({ tokens }: { readonly tokens: ApiTokens }): Route[] => [
  { path: '/api/tokens', methods: ['GET'], access: 'admin', handle: () => json(tokens.list()) },
  {
    path: '/api/tokens',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await tokens.add(await bodyOf(NEW_TOKEN, exchange)), 201),
  },
  {
    path: '/api/tokens/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await tokens.remove(idIn(exchange));
      return undefined;
    },
  },
];
