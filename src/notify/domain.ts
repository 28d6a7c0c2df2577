import { Collection, JsonFile } from '../settings/index.ts';
import { notifyActions, type Sounds } from './actions.ts';
import { emailTransport } from './email-transport.ts';
import { ftpTransport, sftpTransport } from './file-transports.ts';
import { httpsTransport, httpTransport } from './http-transport.ts';
import { Notifier, type NotifierDeps } from './notifier.ts';
import { QueueFiles } from './queue-files.ts';
import { RECIPIENT_RECORDS, SECRETS_RECORDS } from './recipient.ts';
import { Recipients } from './recipients.ts';
import { networkShareTransport } from './network-share.ts';
import { recordMicrophone } from './record-microphone.ts';
import { sipRecipient } from './sip-recipient.ts';
import { snmpTransport } from './snmp-transport.ts';
import { tcpTransport } from './tcp-transport.ts';

interface NotifyDeps extends Omit<NotifierDeps, 'recipients' | 'files'> {
  /** Folder of the recipients, of their secrets and of what waits. */
  readonly folder: string;
  readonly clip: Sounds['clip'];
  readonly listen: Parameters<typeof recordMicrophone>[0]['listen'];
  /** The recordings that are kept. */
  readonly kept: Sounds['kept'];
}

const TRANSPORTS = [
  emailTransport,
  ftpTransport,
  httpTransport,
  httpsTransport,
  networkShareTransport,
  sftpTransport,
  sipRecipient,
  snmpTransport,
  tcpTransport,
];

/** Whom the speaker tells what happens, and how. */
export function createNotify(deps: NotifyDeps) {
  const { folder, clip, listen, kept, clock, log } = deps;
  const file = <T>(name: string, schema: ConstructorParameters<typeof JsonFile<T[]>>[0]['schema']) =>
    new JsonFile<T[]>({ path: `${folder}/${name}.json`, schema, empty: [], log });
  const recipients = new Recipients({
    records: new Collection({ file: file('recipients', RECIPIENT_RECORDS), noun: 'recipient' }),
    secrets: new Collection({ file: file('secrets', SECRETS_RECORDS), noun: 'secret of recipient' }),
    transports: TRANSPORTS,
  });
  const notifier = new Notifier({ ...deps, recipients, files: new QueueFiles({ folder: `${folder}/queue`, log }) });
  return {
    notifier,
    actions: notifyActions(notifier, { clip, kept, record: seconds => recordMicrophone({ listen, clock }, seconds) }),
    start: () => notifier.start(),
  };
}
