import type { Upgrade } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { roughly } from '../../text/duration.ts';
import { t } from '../../language/translate.ts';

/** Tells that the release that runs is not kept for good yet, and lets one confirm it. */
export function Trial({ upgrade: { version, commits, rollbackInS } }: { readonly upgrade: Upgrade }) {
  const { client, toasts, upgrade } = useSpeaker();
  const commit = async () => {
    const done = await toasts.attempt(() => client.change({ method: 'POST', path: '/api/upgrade/commit' }), 'upgrade');
    if (done) toasts.done(t('Stentor OS {version} is confirmed.', { version }));
    await upgrade.ask();
  };
  return (
    <div class="notice" role="status">
      <span>
        <strong>{t('Stentor OS {version} is on trial.', { version })}</strong>{' '}
        {commits && t('It is kept as soon as it was found healthy, which takes about half a minute.')}
        {!commits &&
          rollbackInS !== undefined &&
          t('It is undone in {rollbackInS} unless you confirm it.', { rollbackInS: roughly(rollbackInS * 1000) })}
        {!commits && rollbackInS === undefined && t('It is undone if the power is interrupted before you confirm it.')}
      </span>
      <button type="button" class="button" onClick={() => void commit()}>
        {t('Confirm')}
      </button>
    </div>
  );
}
