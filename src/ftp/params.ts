import { onOff, type ParamDef, whole } from '../settings/index.ts';

const ADMIN = { read: 'admin', write: 'admin' } as const;

/** Whether audio clips can be reached over FTP. */
export const ftpEnabled = onOff('Network.FTP.Enabled', 'FTP', false, { write: 'admin' });

/** Lets people log in without TLS: everybody on the way can read the password then. */
export const ftpPlainText = onOff('Stentor.Network.FTP.AllowUnencrypted', 'FTP without encryption', false, ADMIN);

/** The first of the ports that files go over (passive mode). */
export const ftpFirstPort = whole(
  'Stentor.Network.FTP.FirstPassivePort',
  'First port for files over FTP',
  { value: 50_021, minimum: 1024, maximum: 65_500 },
  ADMIN,
);

export const FTP_PARAMS: readonly ParamDef[] = [ftpEnabled, ftpPlainText, ftpFirstPort];
