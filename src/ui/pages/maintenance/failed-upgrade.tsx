import type { UpgradeFailure } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { minute } from '../../text/when.ts';
import { t } from '../../language/translate.ts';

interface FailedUpgradeProps {
  readonly failure: UpgradeFailure;
  /** The version that runs instead. */
  readonly version: string;
}

/** Tells of an upgrade that did not last, until somebody has seen it. */
export function FailedUpgrade({ failure, version }: FailedUpgradeProps) {
  const { client, toasts, upgrade } = useSpeaker();
  const acknowledge = async () => {
    await toasts.attempt(() => client.change({ method: 'POST', path: '/api/upgrade/acknowledge' }), 'upgrade');
    await upgrade.ask();
  };
  return (
    <div class="notice error upgrade-failure" role="alert">
      <div>
        <p>
          <strong>{t('The upgrade to Stentor OS {version} failed.', { version: failure.version })}</strong>{' '}
          {failure.reason}
        </p>
        <p>{t('The speaker runs {version} again. ({at})', { version, at: minute(failure.at) })}</p>
      </div>
      <div class="form-buttons">
        {failure.log && (
          <a class="button" href="/api/upgrade/log" download="">
            <Icon name="download" /> {t('Download log')}
          </a>
        )}
        <button type="button" class="button" onClick={() => void acknowledge()}>
          {t('Acknowledge')}
        </button>
      </div>
    </div>
  );
}
