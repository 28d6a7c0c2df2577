import { useState } from 'preact/hooks';
import type { AccessToken } from '../../../api/contract.ts';
import { useReading } from '../../data/use-reading.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { rich } from '../../language/rich.ts';
import { AddToken } from './add-token.tsx';
import { TokenTable } from './token-table.tsx';
import { t } from '../../language/translate.ts';

type Doing = 'add' | AccessToken;

/** What programs show in the place of a name and a password. */
export function TokensCard() {
  const tokens = useReading<readonly AccessToken[]>('/api/tokens');
  const [doing, setDoing] = useState<Doing | undefined>();
  const close = () => setDoing(undefined);
  const done = () => {
    tokens.read();
    close();
  };
  const add = (
    <button type="button" class="button small" onClick={() => setDoing('add')}>
      <Icon name="plus" /> {t('Add token')}
    </button>
  );
  return (
    <Card title={t('Access tokens')} aside={add}>
      <p class="card-text">
        {rich(
          'A program sends its token as <code>Authorization: Bearer</code>, over HTTPS only. Each has a role, and can be revoked without changing a password.',
          { code: text => <code>{text}</code> },
        )}
      </p>
      {tokens.value === undefined ? (
        <Waiting what={t('the tokens')} problem={tokens.problem} onRetry={tokens.read} />
      ) : tokens.value.length === 0 ? (
        <p class="empty">{t('There are no tokens yet.')}</p>
      ) : (
        <TokenTable tokens={tokens.value} onRevoke={setDoing} />
      )}
      <SettingField
        path="Stentor.Network.CORS.Origins"
        hint={t(
          'For scripts of your own web pages, such as https://intranet.example.com; several with commas. Empty allows none.',
        )}
      />
      {doing === 'add' && <AddToken onAdded={tokens.read} onClose={close} />}
      {doing !== undefined && doing !== 'add' && <Revoke token={doing} onDone={done} onClose={close} />}
    </Card>
  );
}

interface RevokeProps {
  readonly token: AccessToken;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Revoke({ token: { id, name }, onDone, onClose }: RevokeProps) {
  const { client, toasts } = useSpeaker();
  const revoke = async () => {
    await client.change({ method: 'DELETE', path: `/api/tokens/${id}` });
    toasts.done(t('The token {name} was revoked.', { name }));
    onDone();
  };
  return (
    <ConfirmDialog
      title={t('Revoke token')}
      confirm={t('Revoke')}
      busy={t('Revoking …')}
      onConfirm={revoke}
      onClose={onClose}
    >
      {t('Programs that use the token “{name}” can no longer log in. This cannot be undone.', { name })}
    </ConfirmDialog>
  );
}
