import { useEffect, useState } from 'preact/hooks';
import type { DeviceInfo } from '../../../api/contract.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { bytes } from '../../text/bytes.ts';
import { roughly } from '../../text/duration.ts';
import { sentence } from '../../text/sentence.ts';
import { minute } from '../../text/when.ts';

const MINUTE_MS = 60_000;
/** Log times and certificates suffer when the clocks differ more than this. */
const CLOCK_OFF_MS = 2 * MINUTE_MS;

/** Which speaker this is and where it can be reached. */
export function DeviceCard({ info }: { readonly info: DeviceInfo }) {
  const { model, version, serialNumber, hostName, addresses, board, boardName, boardProblem, startedAt, time, clips } =
    info;
  const [ahead] = useState(() => Date.parse(time) - Date.now());
  const now = useNow() + ahead;
  return (
    <Card title="Device info">
      <Facts
        facts={[
          { name: 'Model', value: model },
          { name: 'Stentor OS version', value: version },
          { name: 'Serial number', value: <code>{serialNumber}</code> },
          { name: 'IP address', value: addresses.length === 0 ? 'none' : addresses.map(asLine) },
          { name: 'Host name', value: hostName },
          {
            name: 'Board',
            value: board,
            bad: boardProblem !== undefined,
            note: boardProblem === undefined ? boardNote(boardName) : sentence(boardProblem),
          },
          { name: 'Up since', value: minute(startedAt), note: `for ${roughly(now - Date.parse(startedAt))}` },
          {
            name: 'Clock',
            value: minute(new Date(now).toISOString()),
            bad: Math.abs(ahead) > CLOCK_OFF_MS,
            note: clockNote(ahead),
          },
          { name: 'Audio clips', value: clips.count, note: `${bytes(clips.bytes)} of ${bytes(clips.quotaBytes)}` },
        ]}
      />
    </Card>
  );
}

/** The name is what `make image BOARD=` takes. */
const boardNote = (name: string) => (name === 'virtual' ? undefined : name);

const asLine = (address: string) => (
  <span class="line" key={address}>
    {address}
  </span>
);

const clockNote = (aheadMs: number) =>
  Math.abs(aheadMs) > CLOCK_OFF_MS
    ? `${roughly(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} this computer’s clock`
    : undefined;

/** The time of this computer, ms, a new one every minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
