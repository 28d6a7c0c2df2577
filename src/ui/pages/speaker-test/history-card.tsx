import type { SpeakerTestEntry, SpeakerTestInfo, SpeakerTestTrend } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { decibels } from '../../text/decibels.ts';
import { minute } from '../../text/when.ts';
import { GROUPS, resultWords, VERDICTS } from './words.ts';
import { plural, t } from '../../language/translate.ts';

const SHOWN = 20;
const WIDTH = 640;
const HEIGHT = 120;
/** dB from the calibration at the edges. */
const EDGE_DB = 6;

/** What earlier tests said, and where that leads. */
export function HistoryCard({ info: { history, trends, failsBelow } }: { readonly info: SpeakerTestInfo }) {
  if (history.length === 0) return null;
  const warnings = trends.filter(({ failsInDays }) => failsInDays !== null);
  return (
    <Card title={t('History')}>
      {warnings.map(trend => (
        <p key={trend.group} class="notice" role="alert">
          {warning(trend)}
        </p>
      ))}
      <Levels history={history} trends={trends} failsBelow={failsBelow} />
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t('Earlier tests')}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('Tested')}</th>
              <th scope="col">{t('Result')}</th>
              <th scope="col">{t('Level')}</th>
            </tr>
          </thead>
          <tbody>
            {[...history]
              .reverse()
              .slice(0, SHOWN)
              .map(entry => (
                <Row key={entry.id} entry={entry} />
              ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ entry }: { readonly entry: SpeakerTestEntry }) {
  const level = entry.means?.all ?? null;
  return (
    <tr>
      <th scope="row">{minute(entry.at)}</th>
      <td>
        {VERDICTS[entry.verdict]}
        {entry.verdict !== 'pass' && <small> {resultWords(entry).sentence}</small>}
      </td>
      <td>{level === null ? '–' : decibels(level)}</td>
    </tr>
  );
}

const warning = ({ group, dbPerWeek, failsInDays }: SpeakerTestTrend) =>
  plural(
    '{group} have become softer by {level} a week. If that goes on, the test fails in about 1 day: have a look at the speaker before.',
    '{group} have become softer by {level} a week. If that goes on, the test fails in about {count} days: have a look at the speaker before.',
    failsInDays ?? 0,
    { group: GROUPS[group], level: decibels(-dbPerWeek) },
  );

/** The level of every test over time, with the line that was fitted. */
function Levels({ history, trends, failsBelow }: Pick<SpeakerTestInfo, 'history' | 'trends' | 'failsBelow'>) {
  const tests = history.flatMap(({ at, means }) => {
    const level = means?.all;
    return level === null || level === undefined ? [] : [{ time: new Date(at).getTime(), level }];
  });
  const [first, last] = [tests[0]?.time ?? 0, tests.at(-1)?.time ?? 0];
  if (tests.length < 2 || last === first) return null;
  const x = (time: number) => Math.round(((time - first) / (last - first)) * (WIDTH - 12) + 6);
  const y = (db: number) =>
    Math.round((0.5 - Math.max(-EDGE_DB, Math.min(EDGE_DB, db)) / (2 * EDGE_DB)) * (HEIGHT - 12) + 6);
  const all = trends.find(({ group }) => group === 'all');
  const weeks = (last - first) / 604_800_000;
  return (
    <figure class="plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('Levels of {count} tests, from {db} dB above to {db} dB below the calibration', {
          count: tests.length,
          db: EDGE_DB,
        })}
      >
        <line class="grid" x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
        <line class="limit" x1="0" x2={WIDTH} y1={y(failsBelow)} y2={y(failsBelow)} />
        {all !== undefined && (
          <line
            class="line reference"
            x1={x(first)}
            x2={x(last)}
            y1={y(all.now - all.dbPerWeek * weeks)}
            y2={y(all.now)}
          />
        )}
        {tests.map(({ time, level }) => (
          <circle key={time} class="dot" cx={x(time)} cy={y(level)} r="4" />
        ))}
      </svg>
      <figcaption>
        <span class="key now">{t('Level of a test')}</span>
        {all !== undefined && <span class="key reference">{t('Trend')}</span>}
        <span class="key limit">{t('Where it fails')}</span>
      </figcaption>
    </figure>
  );
}
