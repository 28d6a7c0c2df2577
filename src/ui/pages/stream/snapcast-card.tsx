import { useSpeaker } from '../../data/speaker.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';
import { t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';

const WORDS: Readonly<Record<string, string>> = {
  stopped: t('Stopped'),
  connecting: t('Connecting …'),
  idle: t('Connected; the server plays nothing'),
  playing: t('Playing'),
  waiting: t('Broke off; will be tried again'),
};

/** The same music at the same time as on other speakers. */
export function SnapcastCard() {
  return (
    <Card title="Snapcast">
      <p class="card-text">
        {t('Music from a Snapcast server, in step with all its other speakers. Let the server send PCM, FLAC or Opus.')}
      </p>
      <SettingField path="Stentor.Audio.Snapcast.Server" hint={t('Its name or address.')} />
      <SettingField path="Stentor.Audio.Snapcast.Port" />
      <SettingField
        path="Stentor.Audio.Snapcast.ControlPort"
        hint={t('It tells the names of group and stream; 0 does not ask.')}
      />
      <SettingField path="Stentor.Audio.Snapcast.Name" hint={t('Empty: the name of this speaker.')} />
      <SettingField
        path="Stentor.Audio.Snapcast.Latency"
        hint={t('In ms: what an amplifier takes. The server may add to it.')}
      />
      <SettingField path="Stentor.Audio.Snapcast.Enabled" hint={t('Also after a restart.')} />
      <SnapcastLine />
    </Card>
  );
}

function SnapcastLine() {
  const { live } = useSpeaker();
  const { state, problem, format, group, stream, ...numbers } = live.states.value.get('audio.snapcast') ?? {};
  const facts = [
    isNamed(stream) ? t('stream “{name}”', { name: stream }) : undefined,
    isNamed(group) ? t('group “{name}”', { name: group }) : undefined,
    format,
    ...factsOf(numbers),
  ].filter(fact => typeof fact === 'string');
  return (
    <p class={state === 'waiting' ? 'notice' : 'stream-line'} role="status">
      <strong>{WORDS[String(state)] ?? t('Stopped')}</strong>
      {typeof problem === 'string' && `: ${told(problem)}`}
      {facts.length > 0 && `: ${facts.join(', ')}`}
    </p>
  );
}

const isNamed = (name: unknown): name is string => typeof name === 'string' && name !== '';

function factsOf({ volume, muted, bufferMs, latencyMs, heldMs }: Readonly<Record<string, unknown>>) {
  return [
    typeof volume !== 'number' ? undefined : muted === true ? t('muted') : t('volume {volume} %', { volume }),
    typeof bufferMs === 'number' ? t('the server’s buffer {bufferMs} ms', { bufferMs }) : undefined,
    typeof latencyMs === 'number' ? t('latency set there {latencyMs} ms', { latencyMs }) : undefined,
    typeof heldMs === 'number' ? t('buffered {heldMs} ms', { heldMs }) : undefined,
  ];
}
