import type { RemoteSyslog } from '../../../../api/contract.ts';
import { useSpeaker } from '../../../data/speaker.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { useSyslogChange } from './use-syslog-change.ts';
import { t } from '../../../language/translate.ts';

interface RemoveServerProps {
  readonly known: RemoteSyslog;
  readonly index: number;
  readonly onClose: () => void;
}

/** Asks before a server is taken off the list. */
export function RemoveServer({ known, index, onClose }: RemoveServerProps) {
  const { toasts } = useSpeaker();
  const { servers, change } = useSyslogChange(known);
  const address = servers[index]?.address ?? '';
  const remove = async () => {
    const left = servers.filter((_, i) => i !== index);
    await change({ servers: left, enabled: known.enabled && left.length > 0 });
    toasts.done(t('The server {address} was deleted.', { address }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete {name}', { name: address })}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t('The logs will no longer be sent to this server. What it has stays there.')}
    </ConfirmDialog>
  );
}
