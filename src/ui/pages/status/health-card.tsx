import type { AudioHealth } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { SoundCardNotice } from '../../parts/sound-card-notice.tsx';
import { number, t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';

type Engine = NonNullable<AudioHealth['engine']>;

const STATES: Readonly<Record<AudioHealth['state'], string>> = {
  starting: t('Starting'),
  running: t('Running'),
  restarting: t('Restarting'),
};

/** Whether sound can come out, and whether any was lost. */
export function HealthCard() {
  const { live } = useSpeaker();
  const health = live.audio.value;
  return (
    <Card title={t('Audio health')} aside={<Badge health={health} />}>
      {health?.engine === undefined ? (
        <p class="empty">{t('The audio process has not reported yet.')}</p>
      ) : (
        <Details health={health} engine={health.engine} />
      )}
    </Card>
  );
}

function Badge({ health }: { readonly health: AudioHealth | undefined }) {
  const device = health?.engine?.device.state;
  const fine = health?.state === 'running' && device === 'open';
  const word = health === undefined ? t('Unknown') : device === 'lost' ? t('Sound card lost') : STATES[health.state];
  return <span class={fine ? 'badge good' : 'badge bad'}>{device === 'closed' ? t('Sound card closed') : word}</span>;
}

function Details({ health, engine: { device, counters } }: { readonly health: AudioHealth; readonly engine: Engine }) {
  return (
    <>
      <SoundCardNotice />
      <Facts facts={deviceFacts(device, counters)} />
      <h3>{t('Faults since the audio process started')}</h3>
      <Counts counts={countsOf(health.restarts, counters)} />
    </>
  );
}

const NO_REALTIME = t(
  'Sound may stutter while the speaker is busy. Let its service use SCHED_FIFO: LimitRTPRIO=20 or more in the systemd unit.',
);

const deviceFacts = (device: Engine['device'], { callbacks }: Engine['counters']): Fact[] => [
  { name: t('Driver'), value: device.driver },
  { name: t('Output device'), value: device.output === '' ? t('none') : device.output },
  {
    name: t('Input device'),
    value: device.input === '' ? t('none') : device.input,
    note: device.deaf === undefined ? undefined : told(device.deaf),
    bad: device.deaf !== undefined,
  },
  {
    name: t('Real-time priority'),
    value: device.realtime ? t('Yes') : t('No'),
    note: device.realtime ? undefined : NO_REALTIME,
    bad: !device.realtime,
  },
  {
    name: t('Output latency'),
    value: `${number(device.outputLatencyMs + device.ringMs, 1)} ms`,
    note: t('{device} ms in the device, {ring} ms mixed ahead', {
      device: number(device.outputLatencyMs, 1),
      ring: number(device.ringMs, 1),
    }),
  },
  ...(device.driftPpm === undefined
    ? []
    : [{ name: t('Microphone’s clock'), value: `${device.driftPpm} ppm`, note: t('faster than that of the speaker') }]),
  {
    name: t('Callbacks'),
    value: number(callbacks),
    note: t('of {frames} frames each', { frames: device.callbackFrames }),
  },
];

interface Count {
  readonly name: string;
  readonly value: number;
  /** What it means when it grows. */
  readonly meaning: string;
}

const countsOf = (restarts: number, counters: Engine['counters']): readonly Count[] => [
  { name: t('Ring underruns'), value: counters.ringUnderruns, meaning: t('The mixer was late.') },
  { name: t('Device underruns'), value: counters.deviceUnderruns, meaning: t('The callback was late.') },
  {
    name: t('Overruns'),
    value: counters.ringOverruns + counters.deviceOverruns,
    meaning: t('Microphone sound was lost.'),
  },
  { name: t('Source underruns'), value: counters.sourceUnderruns, meaning: t('A disk or a sender was late.') },
  { name: t('Restarts'), value: restarts, meaning: t('The audio process failed and was started again.') },
];

const Counts = ({ counts }: { readonly counts: readonly Count[] }) => (
  <dl class="counts">
    {counts.map(({ name, value, meaning }) => (
      <div key={name} class={value > 0 ? 'bad' : ''}>
        <dt>{name}</dt>
        <dd>
          {number(value)}
          <small>{meaning}</small>
        </dd>
      </div>
    ))}
  </dl>
);
