import type { Upgrade } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { roughly } from '../../text/duration.ts';

/** Tells that the release that runs is not kept for good yet, and lets one confirm it. */
export function Trial({ upgrade: { version, commits, rollbackInS } }: { readonly upgrade: Upgrade }) {
  const { client, toasts, upgrade } = useSpeaker();
  const commit = async () => {
    const done = await toasts.attempt(() => client.change({ method: 'POST', path: '/api/upgrade/commit' }), 'upgrade');
    if (done) toasts.done(`Stentor OS ${version} is confirmed.`);
    await upgrade.ask();
  };
  return (
    <div class="notice" role="status">
      <span>
        <strong>Stentor OS {version} is on trial.</strong>{' '}
        {commits && 'It is kept as soon as it was found healthy, which takes about half a minute.'}
        {!commits &&
          rollbackInS !== undefined &&
          `It is undone in ${roughly(rollbackInS * 1000)} unless you confirm it.`}
        {!commits && rollbackInS === undefined && 'It is undone if the power is interrupted before you confirm it.'}
      </span>
      <button type="button" class="button" onClick={() => void commit()}>
        Confirm
      </button>
    </div>
  );
}
