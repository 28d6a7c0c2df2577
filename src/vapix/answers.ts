import type { Fault } from '../core/fault.ts';
import type { Answer } from '../http/index.ts';

/** Content type of what VAPIX answers as text; strict clients compare what stands before the semicolon. */
export const PLAIN = 'text/plain; charset=utf-8';

export const plain = (body: string): Answer => ({ type: PLAIN, body });

export const html = (body: string): Answer => ({ type: 'text/html', body });

/** How the audio CGIs say what was wrong with a request. */
export const badRequest = (fault: Fault): Answer => ({
  ...plain(`400 Bad Request\n${oneLine(fault.message)}`),
  status: 400,
});

/** Text of others, put where it must not begin a line of its own. */
export const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ');
