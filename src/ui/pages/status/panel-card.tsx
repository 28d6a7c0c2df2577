import type { DeviceInfo } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { sentence } from '../../text/sentence.ts';
import { t } from '../../language/translate.ts';

const IDENTIFY_S = 60;

/** Button, LED and microphone switch of the speaker: how they are, and a way to find it among many. */
export function PanelCard({ info }: { readonly info: DeviceInfo }) {
  const { live } = useSpeaker();
  const state = (id: string) => live.states.value.get(id) ?? {};
  const fault = state('system.panel-fault')['reason'];
  const stuck = state('system.control-button-stuck')['stuck'] === true;
  const on = state('system.microphone-switch')['on'] !== false;
  return (
    <Card title={t('Panel')}>
      {typeof fault === 'string' && (
        <p class="notice error" role="alert">
          {sentence(fault)}
        </p>
      )}
      <Facts
        facts={[
          {
            name: t('Microphone switch'),
            value: info.microphoneSwitch ? (on ? t('On') : t('Off')) : t('None'),
            bad: !on,
          },
          {
            name: t('Control button'),
            value: stuck ? t('Stuck') : t('Works'),
            bad: stuck,
            note: stuck ? t('It has been down for a minute. It is ignored until it comes up.') : undefined,
          },
          { name: t('Driver'), value: info.panelDriver },
        ]}
      />
      <Locate />
    </Card>
  );
}

/** Lets the status LED flash, and the speaker ring, for a minute. */
function Locate() {
  const { live, client, toasts, session } = useSpeaker();
  const flashing = live.states.value.get('system.identifying')?.['on'] === true;
  const ask = () =>
    void toasts.attempt(
      () =>
        client.change({
          method: 'POST',
          path: '/api/actions/system.identify',
          body: { seconds: flashing ? 0 : IDENTIFY_S },
        }),
      'locate',
    );
  return (
    <div class="row">
      <button type="button" class="button" disabled={!session.may('operator')} aria-pressed={flashing} onClick={ask}>
        <Icon name="search" /> {flashing ? t('Stop') : t('Locate device')}
      </button>
      <span class="field-hint">
        {flashing
          ? t('The status LED flashes red and green, and the speaker rings.')
          : t('Flashes the status LED red and green and rings, for a minute or until you stop it.')}
      </span>
    </div>
  );
}
