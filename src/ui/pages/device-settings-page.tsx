import { useComputed } from '@preact/signals';
import type { AudioHealth } from '../../api/contract.ts';
import { SettingField } from '../form.tsx';
import { useSpeaker } from '../data/speaker.ts';
import { Page } from '../frame/page.tsx';
import { SettingCards } from '../frame/setting-cards.tsx';
import { Card } from '../parts/card.tsx';
import type { Option } from '../parts/select.tsx';
import { MicrophoneNotice } from '../parts/microphone-notice.tsx';
import { SoundCardNotice } from '../parts/sound-card-notice.tsx';
import { t } from '../language/translate.ts';

const LATENCIES = {
  Normal: t('Normal: forgives a busy speaker'),
  Low: t('Low: sound starts sooner'),
  UltraLow: t('Ultra low: needs real-time priority'),
};
const CANCELLERS = { speexdsp: 'speexdsp', aec3: 'WebRTC AEC3' };
const SEPARATE = { auto: t('As their names tell'), yes: t('Yes'), no: t('No: one clock') };
type DriverState = NonNullable<AudioHealth['engine']>['drivers'][number];

const DRIVERS: Readonly<Record<DriverState['name'], string>> = {
  portaudio: 'PortAudio',
  naudiodon: 'naudiodon',
  file: t('File: no sound card'),
};
/** Until the audio process has told which there are. */
const USUAL_DRIVERS: readonly DriverState[] = [{ name: 'portaudio' }];
/** What a device setting may say beside a device's name. */
const SPECIAL_DEVICES: readonly Option[] = [
  { value: 'board', label: t('The board’s own') },
  { value: 'default', label: t('The system’s default') },
  { value: 'none', label: t('None') },
];

/** Gain, mute and the sound card. */
export function DeviceSettingsPage() {
  const { live } = useSpeaker();
  // As text, so that the page is drawn again only when the lists change, not with every level.
  const outputs = useComputed(() => live.audio.value?.engine?.device.outputs.join('\n') ?? '').value;
  const inputs = useComputed(() => live.audio.value?.engine?.device.inputs.join('\n') ?? '').value;
  const drivers = useComputed(() => JSON.stringify(live.audio.value?.engine?.drivers ?? USUAL_DRIVERS)).value;
  return (
    <Page title={t('Device settings')}>
      <SettingCards>
        <InputCard />
        <div>
          <Card title={t('Output')}>
            <SettingField path="AudioSource.A0.OutputGain" />
            <SettingField path="Stentor.Audio.OutputMuted" />
          </Card>
          <Card title={t('Status LED')}>
            <SettingField
              path="Stentor.StatusLED.SteadyGreen"
              hint={t('Else it goes out ten seconds after the start, which is normal operation, too.')}
            />
          </Card>
          <Card title={t('Audio detection')}>
            <SettingField
              path="AudioSource.A0.AlarmLevel"
              hint={t('How loud it has to be for the event “Audio detection” that rules wait for.')}
            />
          </Card>
          <Card title={t('Control button')}>
            <SettingField
              path="Stentor.Panel.AnnounceOnDoublePress"
              hint={t('Pressed once it asks for a calibration of the speaker test.')}
            />
          </Card>
        </div>
        <Card title={t('Sound card')} class="wide">
          <SoundCardNotice />
          <SettingField path="Stentor.Audio.Output" options={devices(outputs)} />
          <SettingField path="Stentor.Audio.Input" options={devices(inputs)} />
          <SettingField
            path="Stentor.Audio.SeparateCards"
            words={SEPARATE}
            hint={t('Two cards have a clock each. The microphone then follows that of the speaker.')}
          />
          <SettingField
            path="Stentor.Audio.Latency"
            words={LATENCIES}
            hint={t('How far sound is mixed ahead. The sound stops for a moment when this changes.')}
          />
          <SettingField
            path="Stentor.Audio.Driver"
            words={DRIVERS}
            {...driverChoice(JSON.parse(drivers) as readonly DriverState[])}
          />
        </Card>
      </SettingCards>
    </Page>
  );
}

/** Those that are there, and why the others are not. */
function driverChoice(drivers: readonly DriverState[]) {
  const why = drivers.flatMap(({ name, missing }) =>
    missing === undefined ? [] : [t('{name} cannot be chosen: {missing}.', { name: DRIVERS[name], missing })],
  );
  return {
    options: drivers
      .filter(({ missing }) => missing === undefined)
      .map(({ name }) => ({ value: name, label: DRIVERS[name] })),
    hint: [t('The library that speaks to the sound card.'), ...why].join(' '),
  };
}

const devices = (names: string): readonly Option[] => {
  const own = names.split('\n').filter(name => name !== '' && !SPECIAL_DEVICES.some(({ value }) => value === name));
  return [...SPECIAL_DEVICES, ...own.map(name => ({ value: name, label: name }))];
};

function InputCard() {
  return (
    <Card title={t('Input')}>
      <MicrophoneNotice />
      <SettingField path="AudioSource.A0.InputGain" />
      <SettingField path="Stentor.Audio.InputMuted" hint={t('Nobody hears the microphone while it is muted.')} />
      <SettingField
        path="Stentor.Audio.EchoCancellation"
        hint={t(
          'Takes what the speaker plays out of what the microphone hears. With it, noise suppression or gain control, speexdsp leaves nothing above 8 kHz.',
        )}
      />
      <SettingField
        path="Stentor.Audio.EchoCanceller"
        words={CANCELLERS}
        hint={t('AEC3 wants noise suppression beside it. Where it is not built, speexdsp takes its place.')}
      />
      <SettingField path="Stentor.Audio.NoiseSuppression" hint={t('Makes steady noise 15 dB softer.')} />
      <SettingField path="Stentor.Audio.AutomaticGainControl" hint={t('Raises soft voices by up to 15 dB.')} />
    </Card>
  );
}
