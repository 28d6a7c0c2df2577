import { onOff, type ParamDef } from '../settings/index.ts';

/** Whether the SSH server runs. */
export const sshEnabled = onOff('Network.SSH.Enabled', 'SSH', false, { write: 'admin' });

export const SSH_PARAMS: readonly ParamDef[] = [sshEnabled];
