import { useEffect, useState } from 'preact/hooks';
import type { DeviceInfo } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { MoreLink } from '../../parts/more-link.tsx';
import { bytes } from '../../text/bytes.ts';
import { roughly } from '../../text/duration.ts';
import { sentence } from '../../text/sentence.ts';
import { minute } from '../../text/when.ts';
import { number, t } from '../../language/translate.ts';

const MINUTE_MS = 60_000;
/** Log times and certificates suffer when the clocks differ more than this. */
const CLOCK_OFF_MS = 2 * MINUTE_MS;

/** Which speaker this is and where it can be reached. */
export function DeviceCard({ info }: { readonly info: DeviceInfo }) {
  const { model, version, serialNumber, hostName, addresses, board, boardName, boardProblem, startedAt, time, clips } =
    info;
  const [ahead] = useState(() => Date.parse(time) - Date.now());
  const now = useNow() + ahead;
  const { live, session } = useSpeaker();
  const weak = live.states.value.get('system.undervoltage')?.['active'] === true;
  return (
    <Card
      title={t('Device info')}
      aside={session.may('admin') && <MoreLink to="/maintenance" text={t('Upgrade Stentor OS')} />}
    >
      <Facts
        facts={[
          { name: t('Model'), value: model },
          { name: t('Stentor OS version'), value: version },
          { name: t('Serial number'), value: <code>{serialNumber}</code> },
          { name: t('IP address'), value: addresses.length === 0 ? t('none') : addresses.map(asLine) },
          { name: t('Host name'), value: hostName },
          {
            name: t('Board'),
            value: board,
            bad: boardProblem !== undefined,
            note: boardProblem === undefined ? boardNote(boardName) : sentence(boardProblem),
          },
          {
            name: t('Up since'),
            value: minute(startedAt),
            note: t('for {time}', { time: roughly(now - Date.parse(startedAt)) }),
          },
          {
            name: t('Clock'),
            value: minute(new Date(now).toISOString()),
            bad: Math.abs(ahead) > CLOCK_OFF_MS,
            note: clockNote(ahead),
          },
          ...healthFacts(info, weak),
          {
            name: t('Audio clips'),
            value: clips.count,
            note: t('{part} of {all}', { part: bytes(clips.bytes), all: bytes(clips.quotaBytes) }),
          },
        ]}
      />
    </Card>
  );
}

const TOO_WEAK = t('The power supply or its cable is too weak. The speaker may restart, or lose what it writes.');

const healthFacts = ({ processor, memory, temperature, undervoltage }: DeviceInfo, weak: boolean): Fact[] => [
  {
    name: t('Processor'),
    value: `${number(100 * processor)} %`,
    bad: processor > 1,
    note: processor > 1 ? t('Programs wait for the processor.') : t('average of the last minute'),
  },
  {
    name: t('Memory'),
    value: t('{part} of {all}', { part: bytes(memory.usedBytes), all: bytes(memory.totalBytes) }),
  },
  ...(temperature === undefined ? [] : [{ name: t('Temperature'), value: `${Math.round(temperature)} °C` }]),
  {
    name: t('Power supply'),
    value: undervoltage === undefined ? t('Not monitored') : weak ? t('Undervoltage') : t('OK'),
    bad: weak,
    note: weak ? TOO_WEAK : undefined,
  },
];

/** The name is what `make image BOARD=` takes. */
const boardNote = (name: string) => (name === 'virtual' ? undefined : name);

const asLine = (address: string) => (
  <span class="line" key={address}>
    {address}
  </span>
);

const clockNote = (aheadMs: number) =>
  Math.abs(aheadMs) <= CLOCK_OFF_MS
    ? undefined
    : aheadMs > 0
      ? t('{time} ahead of this computer’s clock', { time: roughly(aheadMs) })
      : t('{time} behind this computer’s clock', { time: roughly(-aheadMs) });

/** The time of this computer, ms, a new one every minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
