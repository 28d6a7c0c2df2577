import { useState } from 'preact/hooks';
import type { InstallUpgrade, Release } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { RadioGroup } from '../../parts/radio-group.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

type Way = 'standard' | 'rollback' | 'default';

const WAYS = [
  {
    value: 'standard',
    label: t('Standard upgrade'),
    explanation: t('Settings are kept. If the speaker is not healthy afterwards, it goes back by itself.'),
  },
  {
    value: 'rollback',
    label: t('Autorollback'),
    explanation: t('The same, but you confirm the upgrade within the set time, or the speaker goes back.'),
  },
  {
    value: 'default',
    label: t('Factory default'),
    explanation: t('All accounts, audio clips and settings are deleted, those of the network included.'),
  },
] as const;

const MOST_MINUTES = 1440;

interface InstallDialogProps {
  readonly bundle: Release;
  readonly older: boolean;
  readonly onClose: () => void;
}

/** Asks how a release is to be installed, and begins. */
export function InstallDialog({ bundle, older, onClose }: InstallDialogProps) {
  const { client, upgrade } = useSpeaker();
  const [way, setWay] = useState<Way>(older ? 'default' : 'standard');
  const [minutes, setMinutes] = useState('15');
  const valid = /^\d+$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= MOST_MINUTES;
  const install = async () => {
    if (way === 'rollback' && !valid) return;
    await client.change({ method: 'POST', path: '/api/upgrade/install', body: bodyOf(way, Number(minutes)) });
    await upgrade.ask();
    onClose();
  };
  return (
    <Dialog title={t('Upgrade to Stentor OS {version}', { version: bundle.version })} onClose={onClose}>
      <SubmitForm
        submit={t('Upgrade')}
        busy={t('Starting …')}
        danger={way === 'default'}
        fields={['rollbackMinutes']}
        onSubmit={install}
        onCancel={onClose}
      >
        <RadioGroup<Way>
          label={t('Upgrade type')}
          value={way}
          choices={older ? WAYS.filter(({ value }) => value === 'default') : WAYS}
          onChange={setWay}
        />
        {way === 'rollback' && (
          <TextField
            label={t('Minutes until rollback')}
            name="rollbackMinutes"
            type="number"
            min={1}
            max={MOST_MINUTES}
            value={minutes}
            onInput={setMinutes}
            error={valid ? undefined : t('Type a number from 1 to {mostMinutes}.', { mostMinutes: MOST_MINUTES })}
          />
        )}
        <p>
          {t(
            'The speaker restarts when the installation has finished. Keep it connected to power until then. Everybody has to log in again.',
          )}
        </p>
      </SubmitForm>
    </Dialog>
  );
}

function bodyOf(way: Way, minutes: number): InstallUpgrade {
  if (way === 'rollback') return { rollbackMinutes: minutes };
  return way === 'default' ? { factoryDefault: 'hard' } : {};
}
