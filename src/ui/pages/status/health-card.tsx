import type { AudioHealth } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';

type Engine = NonNullable<AudioHealth['engine']>;

const STATES: Readonly<Record<AudioHealth['state'], string>> = {
  starting: 'Starting',
  running: 'Running',
  restarting: 'Restarting',
};

/** Whether sound can come out, and whether any was lost. */
export function HealthCard() {
  const { live } = useSpeaker();
  const health = live.audio.value;
  return (
    <Card title="Audio health" aside={<Badge health={health} />}>
      {health?.engine === undefined ? (
        <p class="empty">The audio process has not reported yet.</p>
      ) : (
        <Details health={health} engine={health.engine} />
      )}
    </Card>
  );
}

function Badge({ health }: { readonly health: AudioHealth | undefined }) {
  const device = health?.engine?.device.state;
  const fine = health?.state === 'running' && device === 'open';
  const word = health === undefined ? 'Unknown' : device === 'lost' ? 'Sound card lost' : STATES[health.state];
  return <span class={fine ? 'badge good' : 'badge bad'}>{device === 'closed' ? 'Sound card closed' : word}</span>;
}

function Details({ health, engine: { device, counters } }: { readonly health: AudioHealth; readonly engine: Engine }) {
  return (
    <>
      {device.reason !== undefined && device.state !== 'open' && (
        <p class="notice error" role="alert">
          {device.reason}
        </p>
      )}
      <Facts facts={deviceFacts(device)} />
      <h3>Counted since the audio process started</h3>
      <Facts facts={counterFacts(health.restarts, counters)} />
    </>
  );
}

const NO_REALTIME =
  'Sound may stutter while the speaker is busy. Allow the service SCHED_FIFO priority: LimitRTPRIO= in its systemd unit.';

const deviceFacts = (device: Engine['device']): Fact[] => [
  { name: 'Driver', value: device.driver },
  { name: 'Output device', value: device.output === '' ? 'none' : device.output },
  { name: 'Input device', value: device.input === '' ? 'none' : device.input },
  {
    name: 'Real-time priority',
    value: device.realtime ? 'Yes' : 'No',
    note: device.realtime ? undefined : NO_REALTIME,
    bad: !device.realtime,
  },
  {
    name: 'Output latency',
    value: `${(device.outputLatencyMs + device.ringMs).toFixed(1)} ms`,
    note: `${device.outputLatencyMs.toFixed(1)} ms in the device, ${device.ringMs.toFixed(1)} ms mixed ahead, ${device.callbackFrames} frames per callback`,
  },
];

const count = (name: string, value: number, note: string): Fact => ({
  name,
  value: value.toLocaleString(),
  note,
  bad: value > 0,
});

const counterFacts = (restarts: number, counters: Engine['counters']): Fact[] => [
  { name: 'Callbacks', value: counters.callbacks.toLocaleString() },
  count('Ring underruns', counters.ringUnderruns, 'the mixer was late'),
  count('Device underruns', counters.deviceUnderruns, 'the callback was late'),
  count('Overruns', counters.ringOverruns + counters.deviceOverruns, 'microphone sound was lost'),
  count('Source underruns', counters.sourceUnderruns, 'the disk was late'),
  count('Restarts', restarts, 'of the audio process'),
];
