import { useSpeaker } from '../../data/speaker.ts';
import { SettingField } from '../../form.tsx';
import { Card } from '../../parts/card.tsx';

const WORDS: Readonly<Record<string, string>> = {
  stopped: 'Stopped',
  connecting: 'Connecting …',
  idle: 'Connected; the server plays nothing',
  playing: 'Playing',
  waiting: 'Broke off; will be tried again',
};

/** The same music at the same time as on other speakers. */
export function SnapcastCard() {
  return (
    <Card title="Snapcast">
      <p class="card-lead">
        Music from a Snapcast server, in step with all its other speakers. Let the server send PCM, FLAC or Opus.
      </p>
      <SettingField path="Stentor.Audio.Snapcast.Server" hint="Its name or address." />
      <SettingField path="Stentor.Audio.Snapcast.Port" />
      <SettingField
        path="Stentor.Audio.Snapcast.ControlPort"
        hint="It tells the names of group and stream; 0 does not ask."
      />
      <SettingField path="Stentor.Audio.Snapcast.Name" hint="Empty: the name of this speaker." />
      <SettingField
        path="Stentor.Audio.Snapcast.Latency"
        hint="In ms: what an amplifier takes. The server may add to it."
      />
      <SettingField path="Stentor.Audio.Snapcast.Enabled" hint="Also after a restart." />
      <SnapcastLine />
    </Card>
  );
}

function SnapcastLine() {
  const { live } = useSpeaker();
  const { state, problem, format, group, stream, ...numbers } = live.states.value.get('audio.snapcast') ?? {};
  const facts = [named('stream', stream), named('group', group), format, ...factsOf(numbers)].filter(
    fact => typeof fact === 'string',
  );
  return (
    <p class={state === 'waiting' ? 'notice' : 'stream-line'} role="status">
      <strong>{WORDS[String(state)] ?? 'Stopped'}</strong>
      {typeof problem === 'string' && `: ${problem}`}
      {facts.length > 0 && `: ${facts.join(', ')}`}
    </p>
  );
}

const named = (what: string, name: unknown) =>
  typeof name === 'string' && name !== '' ? `${what} “${name}”` : undefined;

function factsOf({ volume, muted, bufferMs, latencyMs, heldMs }: Readonly<Record<string, unknown>>) {
  const inMs = (value: unknown, what: string) => (typeof value === 'number' ? `${what} ${value} ms` : undefined);
  return [
    typeof volume === 'number' ? `volume ${muted === true ? 'muted' : `${volume} %`}` : undefined,
    inMs(bufferMs, 'the server’s buffer'),
    inMs(latencyMs, 'latency set there'),
    inMs(heldMs, 'buffered'),
  ];
}
