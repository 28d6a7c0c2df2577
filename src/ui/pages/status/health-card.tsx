import type { AudioHealth } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { SoundCardNotice } from '../../parts/sound-card-notice.tsx';

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
      <SoundCardNotice />
      <Facts facts={deviceFacts(device, counters)} />
      <h3>Faults since the audio process started</h3>
      <Counts counts={countsOf(health.restarts, counters)} />
    </>
  );
}

const NO_REALTIME =
  'Sound may stutter while the speaker is busy. Let its service use SCHED_FIFO: LimitRTPRIO=20 or more in the systemd unit.';

const deviceFacts = (device: Engine['device'], { callbacks }: Engine['counters']): Fact[] => [
  { name: 'Driver', value: device.driver },
  { name: 'Output device', value: device.output === '' ? 'none' : device.output },
  {
    name: 'Input device',
    value: device.input === '' ? 'none' : device.input,
    note: device.deaf,
    bad: device.deaf !== undefined,
  },
  {
    name: 'Real-time priority',
    value: device.realtime ? 'Yes' : 'No',
    note: device.realtime ? undefined : NO_REALTIME,
    bad: !device.realtime,
  },
  {
    name: 'Output latency',
    value: `${(device.outputLatencyMs + device.ringMs).toFixed(1)} ms`,
    note: `${device.outputLatencyMs.toFixed(1)} ms in the device, ${device.ringMs.toFixed(1)} ms mixed ahead`,
  },
  ...(device.driftPpm === undefined
    ? []
    : [{ name: 'Microphone’s clock', value: `${device.driftPpm} ppm`, note: 'faster than that of the speaker' }]),
  { name: 'Callbacks', value: callbacks.toLocaleString(), note: `of ${device.callbackFrames} frames each` },
];

interface Count {
  readonly name: string;
  readonly value: number;
  /** What it means when it grows. */
  readonly meaning: string;
}

const countsOf = (restarts: number, counters: Engine['counters']): readonly Count[] => [
  { name: 'Ring underruns', value: counters.ringUnderruns, meaning: 'The mixer was late.' },
  { name: 'Device underruns', value: counters.deviceUnderruns, meaning: 'The callback was late.' },
  { name: 'Overruns', value: counters.ringOverruns + counters.deviceOverruns, meaning: 'Microphone sound was lost.' },
  { name: 'Source underruns', value: counters.sourceUnderruns, meaning: 'A disk or a sender was late.' },
  { name: 'Restarts', value: restarts, meaning: 'The audio process failed and was started again.' },
];

const Counts = ({ counts }: { readonly counts: readonly Count[] }) => (
  <dl class="counts">
    {counts.map(({ name, value, meaning }) => (
      <div key={name} class={value > 0 ? 'bad' : ''}>
        <dt>{name}</dt>
        <dd>
          {value.toLocaleString()}
          <small>{meaning}</small>
        </dd>
      </div>
    ))}
  </dl>
);
