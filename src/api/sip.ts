import { boolean, number, object, optional, string } from '../core/schema.ts';
import { idIn, type Route } from '../http/index.ts';
import { ACCOUNT_CHANGE, type Account, type CallInfo, type LoggedDialog, type Sip } from '../sip/index.ts';
import type { SipAccount, SipCall, SipDialog, SipState } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** What the page needs of the telephone. */
export type ApiSip = Pick<Sip, 'accounts' | 'calls' | 'dialogs' | 'status' | 'accountStatus'>;

const CALL = object({ to: string({ minLength: 1, maxLength: 256 }), account: optional(string()) });
const WHOM = object({ to: string({ minLength: 1, maxLength: 256 }) });
const TURN = object({ password: string({ maxLength: 128 }) });
const TONES = string({ minLength: 1, maxLength: 32, pattern: '^[0-9A-Da-d*#]+$' });

/** The speaker as a telephone: its accounts, its calls, and what went over the wire. */
export const sipRoutes = ({ sip }: { readonly sip: ApiSip }): Route[] => [
  { path: '/api/sip', methods: ['GET'], access: 'operator', handle: () => json(stateOf(sip)) },
  {
    path: '/api/sip/dialogs',
    methods: ['GET'],
    access: 'admin',
    handle: () => json(sip.dialogs.list().map(shownDialog)),
  },
  {
    path: '/api/sip/turn-password',
    methods: ['PUT'],
    access: 'admin',
    body: TURN,
    handle: async exchange => {
      await sip.accounts.setTurnPassword((await bodyOf(TURN, exchange)).password);
      return undefined;
    },
  },
  ...accountRoutes(sip),
  ...callRoutes(sip),
];

const accountRoutes = (sip: ApiSip): Route[] => [
  {
    path: '/api/sip/accounts',
    methods: ['POST'],
    access: 'admin',
    body: ACCOUNT_CHANGE,
    handle: async exchange =>
      json(shownAccount(sip, await sip.accounts.add(await bodyOf(ACCOUNT_CHANGE, exchange))), 201),
  },
  {
    path: '/api/sip/accounts/:id',
    methods: ['PATCH'],
    access: 'admin',
    body: ACCOUNT_CHANGE,
    handle: async exchange =>
      json(shownAccount(sip, await sip.accounts.change(idIn(exchange), await bodyOf(ACCOUNT_CHANGE, exchange)))),
  },
  {
    path: '/api/sip/accounts/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await sip.accounts.remove(idIn(exchange));
      return undefined;
    },
  },
];

const callRoutes = ({ calls }: ApiSip): Route[] => [
  {
    path: '/api/sip/calls',
    methods: ['POST'],
    access: 'operator',
    body: CALL,
    handle: async exchange => {
      const { to, account = '' } = await bodyOf(CALL, exchange);
      return json({ id: calls.make(to, account) }, 201);
    },
  },
  callRoute('answer', object({}), id => calls.answer(id)),
  callRoute('end', object({}), id => calls.end(id)),
  callRoute('mute', object({ muted: boolean() }), (id, { muted }) => calls.get(id).mute(muted)),
  callRoute('hold', object({ held: boolean() }), (id, { held }) => calls.hold(id, held)),
  callRoute('gain', object({ gainDb: number({ minimum: -60, maximum: 20 }) }), (id, { gainDb }) =>
    calls.get(id).setGain(gainDb),
  ),
  callRoute('dtmf', object({ tones: TONES }), (id, { tones }) => calls.sendDtmf(id, tones)),
  callRoute('transfer', WHOM, (id, { to }) => calls.transfer(id, to)),
  callRoute('consult', WHOM, (id, { to }) => void calls.consult(id, to)),
  callRoute('connect', object({}), id => calls.connect(id)),
];

/** Something that is done to a running call. */
const callRoute = <T>(
  verb: string,
  schema: Parameters<typeof bodyOf<T>>[0],
  act: (id: string, args: T) => void,
): Route => ({
  path: `/api/sip/calls/:id/${verb}`,
  methods: ['POST'],
  access: 'operator',
  body: schema,
  handle: async exchange => {
    act(idIn(exchange), await bodyOf(schema, exchange));
    return undefined;
  },
});

const stateOf = (sip: ApiSip): SipState => ({
  ...sip.status,
  hasTurnPassword: sip.accounts.turnPassword !== '',
  accounts: sip.accounts.list().map(account => shownAccount(sip, account)),
  calls: sip.calls.list().map(shownCall),
});

function shownAccount(sip: ApiSip, account: Account): SipAccount {
  const { state, failure, text, registrar, since } = sip.accountStatus(account.id);
  return {
    ...account,
    hasPassword: sip.accounts.password(account.id) !== '',
    status: { state, text, registrar, since: since.toISOString(), ...(failure === undefined ? {} : { failure }) },
  };
}

function shownCall(call: CallInfo): SipCall {
  const { accountId, startedAt, answeredAt, endedAt, statistics, id, direction, state, reason, details } = call;
  const { remoteUri, remoteName, muted, held, heldByPeer, consults, transfer, gainDb } = call;
  return {
    ...{ id, direction, state, reason, details, remoteUri, remoteName, muted, held, heldByPeer, gainDb },
    account: accountId,
    ...(consults === undefined ? {} : { consults }),
    ...(transfer === undefined ? {} : { transfer }),
    startedAt: startedAt.toISOString(),
    ...(answeredAt === undefined ? {} : { answeredAt: answeredAt.toISOString() }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
    ...(statistics === undefined ? {} : { statistics }),
  };
}

const shownDialog = (dialog: LoggedDialog): SipDialog => ({
  ...dialog,
  startedAt: dialog.startedAt.toISOString(),
  messages: dialog.messages.map(message => ({ ...message, at: message.at.toISOString() })),
});
