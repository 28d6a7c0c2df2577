import { instant } from '../core/clock.ts';
import { type Fault, invalid } from '../core/fault.ts';
import { boolean, choice, list, object, optional, parse, string } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import { LAST_YEAR, MAX_SERVERS, type Time, type TimeSettings, timeZones, zoneOfPosix } from '../system/index.ts';
import { configRest } from './config-rest.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';

/** What the CGIs need of the clock. */
export type VapixTime = Pick<Time, 'settings' | 'zone' | 'sync' | 'change' | 'setTime'>;

interface TimeDeps {
  readonly time: VapixTime;
  readonly device: { now(): Date; posixTimeZone(): string };
}

/** `time.cgi`: date, time and time zone. */
export const timeCgi = (deps: TimeDeps): JsonApi => {
  const { time } = deps;
  return {
    path: '/axis-cgi/time.cgi',
    version: '1.1',
    errors: 'settings',
    explain: explained,
    methods: {
      getDateTimeInfo: jsonMethod({ access: 'viewer', params: NO_PARAMS, run: () => told(deps) }),
      getAll: jsonMethod({
        access: 'viewer',
        params: NO_PARAMS,
        run: () => ({ ...told(deps), timeZones: timeZones() }),
      }),
      setDateTime: jsonMethod({
        access: 'operator',
        params: object({ dateTime: string() }),
        run: ({ dateTime }) => done(time.setTime(timeIn(dateTime))),
      }),
      setTimeZone: jsonMethod({
        access: 'operator',
        params: object({ timeZone: string({ minLength: 1 }) }),
        run: ({ timeZone }) => done(time.change({ zone: timeZone })),
      }),
      setPosixTimeZone: jsonMethod({
        access: 'operator',
        params: object({ posixTimeZone: string({ minLength: 1 }), enableDst: optional(boolean()) }),
        run: ({ posixTimeZone, enableDst = true }) =>
          done(time.change({ zone: zoneBy(enableDst ? posixTimeZone : withoutDst(posixTimeZone), time) })),
      }),
      resetTimeZone: jsonMethod({ access: 'operator', params: NO_PARAMS, run: () => done(time.change({ zone: '' })) }),
    },
  };
};

/** `ntp.cgi`: whom the clock follows. There is no NTS, see docs/decisions/0147. */
export const ntpCgi = (time: VapixTime): JsonApi => ({
  path: '/axis-cgi/ntp.cgi',
  version: '1.4',
  errors: 'settings',
  methods: {
    getNTPInfo: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => clientInfo(time) }),
    setNTPClientConfiguration: jsonMethod({
      access: 'admin',
      params: object({
        enabled: optional(boolean()),
        NTSEnabled: optional(boolean()),
        serversSource: optional(choice(['static', 'DHCP'])),
        staticServers: optional(list(string(), { maxItems: MAX_SERVERS })),
        staticNTSKEServers: optional(list(string(), { maxItems: MAX_SERVERS })),
      }),
      run: params => done(time.change(clientChange(params, time.settings))),
    }),
  },
});

async function clientInfo(time: VapixTime) {
  const { source, servers } = time.settings;
  const { enabled, synchronized, networkServers, pollS } = await time.sync();
  return {
    client: {
      enabled,
      NTSEnabled: false,
      serversSource: source === 'static' ? 'static' : 'DHCP',
      maxSupportedStaticServers: MAX_SERVERS,
      staticServers: servers,
      advertisedServers: networkServers,
      staticNTSKEServers: [],
      synced: synchronized,
      // timesyncd tells neither when it asks next nor how far off the clock was: at most a whole interval.
      timeToNextSync: Math.round(pollS),
      timeOffset: 0,
    },
  };
}

interface Client {
  readonly enabled?: boolean;
  readonly NTSEnabled?: boolean;
  readonly serversSource?: 'static' | 'DHCP';
  readonly staticServers?: readonly string[];
  readonly staticNTSKEServers?: readonly string[];
}

function clientChange(client: Client, settings: TimeSettings): Partial<TimeSettings> {
  const { enabled, NTSEnabled = false, serversSource, staticServers, staticNTSKEServers = [] } = client;
  if (NTSEnabled || staticNTSKEServers.some(each => each !== '')) throw invalid('there is no NTS', 'NTSEnabled');
  // A list of one empty text is the documented way to clear it.
  const servers = staticServers?.filter(each => each !== '');
  return {
    ...(servers === undefined ? {} : { servers }),
    source: sourceOf(enabled ?? settings.source !== 'manual', serversSource, settings),
  };
}

function sourceOf(
  enabled: boolean,
  serversSource: Client['serversSource'],
  { source }: TimeSettings,
): TimeSettings['source'] {
  if (!enabled) return 'manual';
  if (serversSource !== undefined) return serversSource === 'static' ? 'static' : 'dhcp';
  return source === 'manual' ? 'dhcp' : source;
}

/** `/config/rest/time/v2`, which takes the place of `time.cgi` in newer clients. */
export const timeRest = (deps: TimeDeps): Route[] => {
  const { time } = deps;
  const whole = () => ({ time: clockOf(deps), timeZone: zoneOf(deps) });
  return configRest('time/v2', [
    { path: '', access: 'viewer', get: whole },
    { path: '/time', access: 'viewer', get: () => clockOf(deps) },
    { path: '/time/dateTime', access: 'viewer', get: () => clockOf(deps).dateTime },
    {
      path: '/time/dateTime',
      access: 'admin',
      set: async data => time.setTime(timeIn(parse(string(), data, 'data'))),
    },
    { path: '/timeZone', access: 'viewer', get: () => zoneOf(deps) },
    { path: '/timeZone/activeTimeZone', access: 'viewer', get: () => time.zone },
    { path: '/timeZone/iana/timeZone', access: 'viewer', get: () => zoneOf(deps).iana.timeZone },
    {
      path: '/timeZone/iana/timeZone',
      access: 'admin',
      set: async data => time.change({ zone: parse(string({ minLength: 1 }), data, 'data') }),
    },
    {
      path: '/timeZone/iana/getTimeZoneList',
      access: 'operator',
      add: async () => timeZones().map(timeZone => ({ timeZone })),
    },
    { path: '/timeZone/posix', access: 'viewer', get: () => zoneOf(deps).posix },
    {
      path: '/timeZone/posix',
      access: 'admin',
      set: async data => {
        const { timeZone, dstEnabled } = parse(POSIX, data, 'data');
        await time.change({ zone: zoneBy(dstEnabled ? timeZone : withoutDst(timeZone), time) });
      },
    },
  ]);
};

const POSIX = object({ timeZone: string({ minLength: 1 }), dstEnabled: boolean({ default: true }) });

const clockOf = ({ device }: TimeDeps) => ({
  dateTime: utc(device.now()),
  localDateTime: local(device.now()),
  maxSupportedYear: LAST_YEAR,
});

const zoneOf = ({ time, device }: TimeDeps) => ({
  activeTimeZone: time.zone,
  dhcp: { enabled: time.settings.zone === '', timeZone: null },
  iana: { posixTimeZone: device.posixTimeZone(), timeZone: time.settings.zone === '' ? null : time.settings.zone },
  posix: { dstEnabled: hasDst(device.posixTimeZone()), timeZone: null },
});

const told = ({ time, device }: TimeDeps) => ({
  dateTime: utc(device.now()),
  dstEnabled: hasDst(device.posixTimeZone()),
  localDateTime: local(device.now()).slice(0, 19),
  posixTimeZone: device.posixTimeZone(),
  timeZone: time.zone,
  maxYearSupported: LAST_YEAR,
});

const done = async (work: Promise<unknown>) => {
  await work;
  return {};
};

/** The rule changes within the year: it says when. */
const hasDst = (posix: string) => posix.includes(',');

/** `CET-1CEST,M3.5.0,M10.5.0/3` as `CET-1`. */
const withoutDst = (posix: string) => /^(<[^>]+>|[A-Za-z]+)[+-]?[\d:]+/.exec(posix)?.[0] ?? posix;

/** @throws Fault `invalid` */
function zoneBy(posix: string, { zone }: VapixTime): string {
  const found = zoneOfPosix(posix, zone);
  if (found === undefined) throw invalid(`no time zone has the rule ${posix.slice(0, 60)}`, 'posixTimeZone');
  return found;
}

/** ISO 8601; without a zone it is UTC. @throws Fault `invalid` */
function timeIn(text: string): Date {
  const whole = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim());
  if (whole === null) throw invalid('dateTime must be as 2026-01-31T12:00:00Z', 'dateTime');
  const [, date, clock, , zone = 'Z'] = whole;
  return instant(`${date}T${clock}${zone}`);
}

const utc = (time: Date) => `${time.toISOString().slice(0, 19)}Z`;

/** With the offset of the zone: `2026-01-31T13:00:00+01:00`. */
function local(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const shifted = instant(time.getTime() + offset * 60_000)
    .toISOString()
    .slice(0, 19);
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  const minutes = Math.abs(offset);
  return `${shifted}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** What the clock refuses while it follows time servers. */
function explained(fault: Fault) {
  return fault.kind === 'conflict' ? { code: 4004, message: `Invalid parameter(s): ${fault.message}` } : undefined;
}
