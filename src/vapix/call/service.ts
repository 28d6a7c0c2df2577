import { Fault, type FaultKind, invalid } from '../../core/fault.ts';
import { mayActAs } from '../../core/role.ts';
import type { Answer, Exchange, Route } from '../../http/index.ts';
import { ACCOUNT_COMMANDS } from './account-commands.ts';
import { CALL_COMMANDS } from './call-commands.ts';
import type { CallParts } from './command.ts';
import { CONFIGURATION_COMMANDS } from './configuration-commands.ts';
import { simpleArguments } from './simple-form.ts';

const COMMANDS = { ...CALL_COMMANDS, ...ACCOUNT_COMMANDS, ...CONFIGURATION_COMMANDS };

/**
 * `/vapix/call`: calls and all that is set for them (VAPIX call service). As `{"axcall:Command": {…}}`, or in the simple
 * form of a query.
 */
export const callService = (parts: CallParts): Route => ({
  path: '/vapix/call',
  methods: ['GET', 'POST'],
  access: 'viewer',
  handle: async exchange => {
    try {
      const { name, args } = await asked(exchange);
      const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
      if (known === undefined) throw new Fault('unsupported', `there is no command ${name.slice(0, 40)}`);
      if (exchange.caller === undefined || !mayActAs(exchange.caller.role, known.access))
        throw new Fault('forbidden', `${name} needs the rights of ${known.access}`);
      return answer(200, (await known.run(args, parts)) ?? {});
    } catch (error) {
      if (error instanceof Fault && error.kind !== 'forbidden') return faulty(error);
      throw error;
    }
  },
});

async function asked(exchange: Exchange): Promise<{ name: string; args: unknown }> {
  const action = exchange.query.get('action');
  if (action !== null) return { name: bare(action), args: simpleArguments(exchange.query) };
  const body = exchange.method === 'POST' ? await exchange.json() : undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('a command is missing');
  const [first] = Object.entries(body);
  if (first === undefined) throw invalid('a command is missing');
  return { name: bare(first[0]), args: first[1] ?? {} };
}

const bare = (name: string) => name.replace(/^axcall:/, '');

const answer = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

const CODES: Readonly<Partial<Record<FaultKind, string>>> = {
  'not-found': 'env:Sender ter:InvalidArgVal ter:NotFound',
  invalid: 'env:Sender ter:InvalidArgVal ter:InvalidArgVal',
  unsupported: 'env:Receiver ter:ActionNotSupported ter:NotSupported',
};

/** VAPIX tells every fault of its call service with status 400. */
function faulty({ kind, message }: Fault): Answer {
  const missing = kind === 'invalid' && message.endsWith(' is missing');
  const code = missing ? 'env:Sender ter:InvalidArgs' : (CODES[kind] ?? 'env:Receiver ter:Action ter:Failure');
  const [FaultCode = '', FaultSubCode = ''] = code.split(' ');
  return answer(400, { Fault: code, FaultCode, FaultSubCode, FaultReason: message, FaultMsg: message });
}
