import type { Fault } from '../core/fault.ts';
import type { Answer } from '../http/index.ts';

export const plain = (body: string): Answer => ({ type: 'text/plain', body });

export const html = (body: string): Answer => ({ type: 'text/html', body });

/** How the audio CGIs say what was wrong with a request; a login that does not suffice is the only other thing. */
export const badRequest = ({ kind, message }: Fault): Answer =>
  kind === 'forbidden'
    ? { ...plain(`401 Unauthorized\n${message}`), status: 401 }
    : { ...plain(`400 Bad Request\n${oneLine(message)}`), status: 400 };

/** Text of others, put where it must not begin a line of its own. */
export const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ');
