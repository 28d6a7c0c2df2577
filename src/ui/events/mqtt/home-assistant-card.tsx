import type { HomeAssistant, Mqtt } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { DraftInput } from '../../parts/draft-input.tsx';
import { Field } from '../../parts/field.tsx';
import { Switch } from '../../parts/switch.tsx';
import { useMqttChange } from './use-mqtt-change.ts';
import { t } from '../../language/translate.ts';

/** Whether Home Assistant finds the speaker by itself. */
export function HomeAssistantCard({ known: { homeAssistant, status } }: { readonly known: Mqtt }) {
  const { session, toasts, client } = useSpeaker();
  const { change } = useMqttChange();
  const mayChange = session.may('admin');
  const keep = (homeAssistant: Partial<HomeAssistant>) =>
    void toasts.attempt(() => change({ homeAssistant }), 'home assistant');
  const announce = async () => {
    const done = await toasts.attempt(
      () => client.change({ method: 'POST', path: '/api/mqtt/discovery' }),
      'home assistant',
    );
    if (done) toasts.done(t('Home Assistant was told again.'), { about: 'home assistant' });
  };
  return (
    <Card title="Home Assistant" class="mqtt-card">
      <Field
        label={t('Discovery')}
        hint={t(
          'Home Assistant at the same broker finds a button for each audio clip, text-to-speech, volume, mute, a siren and the state of upgrades, and may drive them.',
        )}
      >
        {control => (
          <Switch
            control={control}
            on={homeAssistant.enabled}
            disabled={!mayChange}
            onChange={enabled => keep({ enabled })}
          />
        )}
      </Field>
      <Field label={t('Discovery prefix')} hint={t('homeassistant, unless it was changed there.')}>
        {control => (
          <DraftInput
            {...control}
            class="input"
            type="text"
            disabled={!mayChange}
            value={homeAssistant.prefix}
            onCommit={prefix => keep({ prefix: prefix.trim() })}
          />
        )}
      </Field>
      {mayChange && homeAssistant.enabled && (
        <div class="form-buttons">
          <button type="button" class="button" disabled={status.state !== 'connected'} onClick={() => void announce()}>
            {t('Announce again')}
          </button>
        </div>
      )}
    </Card>
  );
}
