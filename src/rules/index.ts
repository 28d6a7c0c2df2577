/** What other systems and people at the page can raise. */
export { createVirtualInputs } from './domain.ts';
export { virtualInput } from './events.ts';
