import type { SpeakerTestEntry, SpeakerTestInfo, SpeakerTestTrend } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { decibels } from '../../text/decibels.ts';
import { minute } from '../../text/when.ts';
import { GROUPS, resultWords, VERDICTS } from './words.ts';

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
    <Card title="History">
      {warnings.map(trend => (
        <p key={trend.group} class="notice" role="alert">
          {warning(trend)}
        </p>
      ))}
      <Levels history={history} trends={trends} failsBelow={failsBelow} />
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Earlier tests">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Tested</th>
              <th scope="col">Result</th>
              <th scope="col">Level</th>
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
  `${GROUPS[group]} have become softer by ${decibels(-dbPerWeek)} a week. If that goes on, the test fails in about ` +
  `${failsInDays ?? 0} days: have a look at the speaker before.`;

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
        aria-label={`Levels of ${tests.length} tests, from ${EDGE_DB} dB above to ${EDGE_DB} dB below the calibration`}
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
        <span class="key now">Level of a test</span>
        {all !== undefined && <span class="key reference">Trend</span>}
        <span class="key limit">Where it fails</span>
      </figcaption>
    </figure>
  );
}
