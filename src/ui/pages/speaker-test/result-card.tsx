import type { SpeakerTestReading, SpeakerTestRun } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { decibels } from '../../text/decibels.ts';
import { minute } from '../../text/when.ts';
import { Plot } from './plot.tsx';
import { ADVICE, GROUPS, resultWords, VERDICTS } from './words.ts';

/** The last result in words, and what it rests on. */
export function ResultCard({ run }: { readonly run: SpeakerTestRun }) {
  const { session } = useSpeaker();
  const { sentence, check } = resultWords(run);
  return (
    <Card title="Result" aside={<span class={`verdict ${run.verdict}`}>{VERDICTS[run.verdict]}</span>}>
      <p class="speaker-test-sentence">{sentence}</p>
      {check !== '' && <p class="card-text">{check}</p>}
      {run.advice.map(each => (
        <p key={each} class="notice">
          {ADVICE[each] ?? each}
        </p>
      ))}
      <Facts facts={factsOf(run)} />
      {run.reading !== null && <Plots reading={run.reading} />}
      {session.may('operator') && run.recordings > 0 && <Export run={run} />}
    </Card>
  );
}

function factsOf({ at, recordings, means, temperature }: SpeakerTestRun) {
  const groups = (['all', 'low', 'middle', 'high'] as const).flatMap(group => {
    const level = means?.[group];
    return level === null || level === undefined ? [] : [{ name: GROUPS[group], value: signed(level) }];
  });
  return [
    { name: 'Tested', value: minute(at) },
    { name: 'Recordings', value: String(recordings) },
    ...groups,
    ...(temperature === null ? [] : [{ name: 'Temperature', value: `${Math.round(temperature)} °C` }]),
  ];
}

const signed = (db: number) => `${db > 0 ? '+' : ''}${decibels(db)}`;

function Plots({ reading: { bands, harmonics, ambient } }: { readonly reading: SpeakerTestReading }) {
  const usable = bands.filter(band => band.usable);
  if (usable.length === 0) return null;
  return (
    <div class="plots">
      <h3>Response</h3>
      <Plot
        label="Response of this test against the calibration, with the range of a healthy speaker, and the noise"
        band={usable.map(({ hz, reference, spread }) => ({ hz, low: reference - spread, high: reference + spread }))}
        lines={[
          {
            name: 'Calibration',
            kind: 'reference',
            points: usable.map(({ hz, reference }) => ({ hz, db: reference })),
          },
          { name: 'This test', kind: 'now', points: usable.map(({ hz, level }) => ({ hz, db: level })) },
          { name: 'Noise', kind: 'noise', points: usable.map(({ hz, noise }) => ({ hz, db: noise })) },
        ]}
      />
      <details class="more">
        <summary>Harmonics and noise</summary>
        <h3>Harmonics</h3>
        <Plot
          label="Harmonics over the tone: this test, the calibration, and the noise"
          lines={[
            {
              name: 'Calibration',
              kind: 'reference',
              points: harmonics.map(({ hz, reference }) => ({ hz, db: reference })),
            },
            { name: 'This test', kind: 'now', points: harmonics.map(({ hz, level }) => ({ hz, db: level })) },
            { name: 'Noise', kind: 'noise', points: harmonics.map(({ hz, noise }) => ({ hz, db: noise })) },
          ]}
        />
        <h3>Noise between the tones</h3>
        <Plot
          label="Noise at the microphone between the tones: this test and the calibration"
          lines={[
            {
              name: 'Calibration',
              kind: 'reference',
              points: ambient.map(({ hz, reference }) => ({ hz, db: reference })),
            },
            { name: 'This test', kind: 'now', points: ambient.map(({ hz, level }) => ({ hz, db: level })) },
          ]}
        />
      </details>
    </div>
  );
}

function Export({ run: { id, recordings } }: { readonly run: SpeakerTestRun }) {
  return (
    <p class="speaker-test-actions">
      <a class="button" href={`/api/speaker-test/runs/${id}`} download>
        Save as JSON
      </a>
      {Array.from({ length: recordings }, (_, i) => (
        <a key={i} class="button" href={`/api/speaker-test/runs/${id}/recordings/${i + 1}`} download>
          Save recording {recordings === 1 ? '' : i + 1}
        </a>
      ))}
    </p>
  );
}
