import { useState } from 'preact/hooks';
import type { Disk } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { t } from '../../language/translate.ts';

/** Unmounts a medium, so that it can be pulled out, or mounts it again. */
export function MountButton({ disk: { id, status, busy } }: { readonly disk: Disk }) {
  const { client, storage, toasts } = useSpeaker();
  const [working, setWorking] = useState(false);
  const verb = status === 'OK' ? 'unmount' : 'mount';
  const act = async () => {
    setWorking(true);
    const done = await toasts.attempt(() => client.change({ method: 'POST', path: `/api/storage/${id}/${verb}` }), id);
    if (done) toasts.done(DONE[verb], { about: id });
    await storage.ask();
    setWorking(false);
  };
  const idle = verb === 'unmount' ? t('Unmount') : t('Mount');
  const active = verb === 'unmount' ? t('Unmounting …') : t('Mounting …');
  return (
    <p class="card-action">
      <button
        type="button"
        class="button"
        aria-disabled={working || busy}
        onClick={() => !working && !busy && void act()}
      >
        {working ? active : idle}
      </button>
    </p>
  );
}

const DONE = {
  unmount: t('The medium is unmounted: it is safe to remove it.'),
  mount: t('The medium is mounted.'),
} as const;
