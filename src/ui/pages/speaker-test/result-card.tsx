import type { SpeakerTestReading, SpeakerTestRun } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { decibels } from '../../text/decibels.ts';
import { minute } from '../../text/when.ts';
import { Plot } from './plot.tsx';
import { ADVICE, GROUPS, resultWords, VERDICTS } from './words.ts';
import { t } from '../../language/translate.ts';

/** The last result in words, and what it rests on. */
export function ResultCard({ run }: { readonly run: SpeakerTestRun }) {
  const { session } = useSpeaker();
  const { sentence, check } = resultWords(run);
  return (
    <Card title={t('Result')} aside={<span class={`verdict ${run.verdict}`}>{VERDICTS[run.verdict]}</span>}>
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
    { name: t('Tested'), value: minute(at) },
    { name: t('Recordings'), value: String(recordings) },
    ...groups,
    ...(temperature === null ? [] : [{ name: t('Temperature'), value: `${Math.round(temperature)} °C` }]),
  ];
}

const signed = (db: number) => `${db > 0 ? '+' : ''}${decibels(db)}`;

function Plots({ reading: { bands, harmonics, ambient } }: { readonly reading: SpeakerTestReading }) {
  const usable = bands.filter(band => band.usable);
  if (usable.length === 0) return null;
  return (
    <div class="plots">
      <h3>{t('Response')}</h3>
      <Plot
        label={t('Response of this test against the calibration, with the range of a healthy speaker, and the noise')}
        band={usable.map(({ hz, reference, spread }) => ({ hz, low: reference - spread, high: reference + spread }))}
        lines={[
          {
            name: t('Calibration'),
            kind: 'reference',
            points: usable.map(({ hz, reference }) => ({ hz, db: reference })),
          },
          { name: t('This test'), kind: 'now', points: usable.map(({ hz, level }) => ({ hz, db: level })) },
          { name: t('Noise'), kind: 'noise', points: usable.map(({ hz, noise }) => ({ hz, db: noise })) },
        ]}
      />
      <details class="more">
        <summary>{t('Harmonics and noise')}</summary>
        <h3>{t('Harmonics')}</h3>
        <Plot
          label={t('Harmonics over the tone: this test, the calibration, and the noise')}
          lines={[
            {
              name: t('Calibration'),
              kind: 'reference',
              points: harmonics.map(({ hz, reference }) => ({ hz, db: reference })),
            },
            { name: t('This test'), kind: 'now', points: harmonics.map(({ hz, level }) => ({ hz, db: level })) },
            { name: t('Noise'), kind: 'noise', points: harmonics.map(({ hz, noise }) => ({ hz, db: noise })) },
          ]}
        />
        <h3>{t('Noise between the tones')}</h3>
        <Plot
          label={t('Noise at the microphone between the tones: this test and the calibration')}
          lines={[
            {
              name: t('Calibration'),
              kind: 'reference',
              points: ambient.map(({ hz, reference }) => ({ hz, db: reference })),
            },
            { name: t('This test'), kind: 'now', points: ambient.map(({ hz, level }) => ({ hz, db: level })) },
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
        {t('Save as JSON')}
      </a>
      {Array.from({ length: recordings }, (_, i) => (
        <a key={i} class="button" href={`/api/speaker-test/runs/${id}/recordings/${i + 1}`} download>
          {recordings === 1 ? t('Save recording') : t('Save recording {number}', { number: i + 1 })}
        </a>
      ))}
    </p>
  );
}
