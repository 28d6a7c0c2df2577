import { Fault, invalid } from '../../core/fault.ts';
import { boolean, choice, string } from '../../core/schema.ts';
import { defineParam, type ParamDef, type ParamStore } from '../../settings/index.ts';
import type { TimeSettings } from './settings.ts';
import type { Time } from './time.ts';
import { zoneOfPosix } from './zones.ts';

const RIGHTS = { read: 'viewer', write: 'admin' } as const;

const obtainFromDhcp = defineParam({
  path: 'Time.ObtainFromDHCP',
  title: 'Obtain from DHCP',
  schema: boolean(),
  value: true,
  hint: 'switch',
  ...RIGHTS,
});
const syncSource = defineParam({
  path: 'Time.SyncSource',
  title: 'Sync source',
  schema: choice(['NTP', 'None']),
  value: 'NTP',
  hint: 'choice',
  ...RIGHTS,
});
/** One server; it is asked first. `0.0.0.0` is none. */
const ntpServer = defineParam({
  path: 'Time.NTP.Server',
  title: 'NTP server',
  schema: string({ maxLength: 253 }),
  value: '0.0.0.0',
  ...RIGHTS,
});
const dst = defineParam({
  path: 'Time.DST.Enabled',
  title: 'Daylight saving',
  schema: boolean(),
  value: false,
  read: 'viewer',
  write: 'never',
});

export const TIME_PARAMS: readonly ParamDef[] = [obtainFromDhcp, syncSource, ntpServer, dst];
const POSIX = 'Time.POSIXTimeZone';

/** Lets the clock keep its parameters. */
export function keepTimeParams(params: ParamStore, time: Time): void {
  params.provide(obtainFromDhcp, () => time.settings.source === 'dhcp');
  params.provide(syncSource, () => (time.settings.source === 'manual' ? 'None' : 'NTP'));
  params.provide(ntpServer, () => time.settings.servers[0] ?? '0.0.0.0');
  params.provide(dst, () => String(params.get(params.find(POSIX))).includes(','));
  params.own([obtainFromDhcp.path, syncSource.path, ntpServer.path, POSIX], changes => take(time, changes));
}

async function take(time: Time, changes: Readonly<Record<string, unknown>>): Promise<void> {
  let change: Partial<TimeSettings> = {};
  for (const [path, value] of Object.entries(changes)) change = { ...change, ...changeBy(time, change, path, value) };
  try {
    await time.change(change);
  } catch (error) {
    if (!(error instanceof Fault) || error.field !== 'servers') throw error;
    throw new Fault(error.kind, error.message, { field: ntpServer.path, cause: error });
  }
}

function changeBy(time: Time, change: Partial<TimeSettings>, path: string, value: unknown): Partial<TimeSettings> {
  const { source, servers } = { ...time.settings, ...change };
  switch (path) {
    case obtainFromDhcp.path:
      return source === 'manual' ? {} : { source: value === true ? 'dhcp' : 'static' };
    case syncSource.path:
      if (value === 'None') return { source: 'manual' };
      return source === 'manual' ? { source: 'dhcp' } : {};
    case ntpServer.path:
      return { servers: value === '0.0.0.0' || value === '' ? [] : [String(value), ...servers.slice(1)] };
    default:
      return { zone: zoneBy(String(value), time) };
  }
}

/** @throws Fault `invalid` */
function zoneBy(posix: string, time: Time): string {
  const zone = zoneOfPosix(posix, time.zone);
  if (zone === undefined) throw invalid(`no time zone has the rule ${posix}`, POSIX);
  return zone;
}
