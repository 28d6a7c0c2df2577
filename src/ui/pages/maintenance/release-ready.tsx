import { useState } from 'preact/hooks';
import type { Release, Upgrade } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Facts } from '../../parts/facts.tsx';
import { InstallDialog } from './install-dialog.tsx';
import { t } from '../../language/translate.ts';

/** A release that was uploaded and may be installed: what is in it, and the button. */
export function ReleaseReady({ upgrade }: { readonly upgrade: Upgrade }) {
  const { client, toasts, upgrade: resource } = useSpeaker();
  const [asking, setAsking] = useState(false);
  const { bundle, older } = upgrade;
  if (bundle === undefined) return null;
  const discard = async () => {
    await toasts.attempt(() => client.change({ method: 'DELETE', path: '/api/upgrade/bundle' }), 'upgrade');
    await resource.ask();
  };
  return (
    <section class="upgrade-step" aria-label={t('Uploaded release')}>
      <Facts facts={factsOf(bundle, older)} />
      <div class="form-buttons">
        <button type="button" class="button" onClick={() => void discard()}>
          {t('Discard')}
        </button>
        <button type="button" class="button primary" onClick={() => setAsking(true)}>
          {t('Upgrade')}
        </button>
      </div>
      {asking && <InstallDialog bundle={bundle} older={older} onClose={() => setAsking(false)} />}
    </section>
  );
}

const factsOf = ({ version, product, notes, build }: Release, older: boolean) => [
  {
    name: t('Uploaded version'),
    value: version,
    bad: older,
    note: older ? t('older than the one that runs: only together with a factory default') : undefined,
  },
  { name: t('Product'), value: product },
  ...(notes === '' ? [] : [{ name: t('Release notes'), value: notes }]),
  ...(build === '' ? [] : [{ name: t('Built'), value: build }]),
];
