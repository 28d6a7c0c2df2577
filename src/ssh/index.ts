/** The SSH server of the system: on or off, and who may log in. */
export { MOST_ACCOUNTS } from './account.ts';
export { createSsh } from './domain.ts';
export { SSH_PARAMS } from './params.ts';
export type { Ssh } from './ssh.ts';
