import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Role } from '../../../src/core/role.ts';
import { fakeVapix } from '../../support/vapix.ts';

interface Reply {
  readonly data?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

describe('the time over VAPIX', () => {
  const zone = process.env['TZ'];
  before(() => (process.env['TZ'] = 'Europe/Berlin'));
  after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  function vapix() {
    const fake = fakeVapix();
    const call = async (cgi: 'time' | 'ntp', method: string, params?: object, role: Role = 'admin') => {
      const body = JSON.stringify({ apiVersion: '1.0', method, ...(params && { params }) });
      const { text } = await fake.ask(`POST /axis-cgi/${cgi}.cgi`, { role, body });
      return JSON.parse(text) as Reply;
    };
    const rest = async (request: string, data?: unknown, role: Role = 'admin') => {
      const [method = '', path = ''] = request.split(' ');
      const body = data === undefined ? '' : JSON.stringify({ data });
      const { status, text } = await fake.ask(`${method} /config/rest/time/v2${path}`, { role, body });
      return { ...(JSON.parse(text) as { data?: unknown; error?: { message: string } }), status };
    };
    return { ...fake, call, rest };
  }

  describe('time.cgi', () => {
    it('tells date, time and zone to viewers', async () => {
      const { call } = vapix();
      const { data } = await call('time', 'getDateTimeInfo', undefined, 'viewer');
      assert.deepEqual(data, {
        dateTime: '2026-01-01T12:00:00Z',
        dstEnabled: true,
        localDateTime: '2026-01-01T13:00:00',
        posixTimeZone: 'CET-1CEST,M3.5.0,M10.5.0/3',
        timeZone: 'Europe/Berlin',
        maxYearSupported: 2037,
      });
      const all = (await call('time', 'getAll', undefined, 'viewer')).data ?? {};
      assert.ok((all['timeZones'] as string[]).includes('Europe/Stockholm'));
    });

    it('sets the zone by name and by rule, and gives it back', async () => {
      const { call, time } = vapix();
      assert.deepEqual((await call('time', 'setTimeZone', { timeZone: 'Asia/Tokyo' }, 'operator')).data, {});
      assert.equal(time.settings.zone, 'Asia/Tokyo');
      const rule = { posixTimeZone: 'CET-1CEST,M3.5.0,M10.5.0/3', enableDst: true };
      assert.deepEqual((await call('time', 'setPosixTimeZone', rule)).data, {});
      assert.equal(time.settings.zone, 'Europe/Berlin');
      await call('time', 'resetTimeZone');
      assert.equal(time.settings.zone, '');
    });

    it('sets the clock where it does not follow time servers', async () => {
      const { call, clockwork } = vapix();
      const params = { dateTime: '2026-05-01T12:00:00Z' };
      const { error } = await call('time', 'setDateTime', params);
      assert.deepEqual([error?.code, error?.message.includes('follows time servers')], [4004, true]);
      await call('ntp', 'setNTPClientConfiguration', { enabled: false });
      assert.deepEqual((await call('time', 'setDateTime', params)).data, {});
      assert.equal(clockwork.done.at(-1), 'time 2026-05-01T12:00:00.000Z');
    });

    it('refuses what it does not know', async () => {
      const { call } = vapix();
      assert.equal((await call('time', 'setTimeZone', { timeZone: 'Europe/Atlantis' })).error?.code, 4004);
      assert.equal((await call('time', 'setTimeZone', {})).error?.code, 4003);
      assert.equal((await call('time', 'setPosixTimeZone', { posixTimeZone: 'XYZ-99' })).error?.code, 4004);
      assert.equal((await call('time', 'setDateTime', { dateTime: 'yesterday' })).error?.code, 4004);
      assert.equal((await call('time', 'setTimeZone', { timeZone: 'UTC' }, 'viewer')).error?.code, 4002);
    });
  });

  describe('ntp.cgi', () => {
    it('tells whom the clock follows, and sets it', async () => {
      const { call, time } = vapix();
      const servers = ['ntp.example.com', '192.0.2.1'];
      const params = { enabled: true, NTSEnabled: false, serversSource: 'static', staticServers: servers };
      assert.deepEqual(
        (await call('ntp', 'setNTPClientConfiguration', { ...params, staticNTSKEServers: [] })).data,
        {},
      );
      assert.deepEqual(time.settings, { source: 'static', servers, zone: '' });
      const { client } = (await call('ntp', 'getNTPInfo')).data as { client: Record<string, unknown> };
      assert.deepEqual(
        [client['enabled'], client['serversSource'], client['staticServers'], client['advertisedServers']],
        [true, 'static', servers, ['192.168.0.1']],
      );
      assert.deepEqual([client['synced'], client['NTSEnabled']], [true, false]);
      await call('ntp', 'setNTPClientConfiguration', { serversSource: 'DHCP', staticServers: [''] });
      assert.deepEqual(time.settings, { source: 'dhcp', servers: [], zone: '' });
    });

    it('refuses NTS, six servers, and those who are no administrators', async () => {
      const { call, time } = vapix();
      const refused = async (params: object) => (await call('ntp', 'setNTPClientConfiguration', params)).error?.code;
      assert.equal(await refused({ NTSEnabled: true }), 4004);
      assert.equal(await refused({ staticServers: Array.from({ length: 6 }, (_, i) => `192.0.2.${i}`) }), 4004);
      assert.equal(await refused({ serversSource: 'static', staticServers: [] }), 4004);
      assert.equal((await call('ntp', 'getNTPInfo', undefined, 'operator')).error?.code, 4002);
      assert.equal(time.settings.source, 'dhcp');
    });
  });

  describe('/config/rest/time/v2', () => {
    it('tells all, and each part', async () => {
      const { rest } = vapix();
      assert.deepEqual((await rest('GET /time', undefined, 'viewer')).data, {
        dateTime: '2026-01-01T12:00:00Z',
        localDateTime: '2026-01-01T13:00:00+01:00',
        maxSupportedYear: 2037,
      });
      const { data } = await rest('GET /timeZone', undefined, 'viewer');
      assert.equal((data as { activeTimeZone: string }).activeTimeZone, 'Europe/Berlin');
      assert.equal((await rest('GET /timeZone/activeTimeZone', undefined, 'viewer')).data, 'Europe/Berlin');
      assert.equal((await rest('GET /time/dateTime', undefined, 'viewer')).data, '2026-01-01T12:00:00Z');
      const whole = (await rest('GET ', undefined, 'viewer')).data as Record<string, unknown>;
      assert.deepEqual(Object.keys(whole), ['time', 'timeZone']);
    });

    it('sets the zone, for administrators', async () => {
      const { rest, time } = vapix();
      assert.equal((await rest('PATCH /timeZone/iana/timeZone', 'Asia/Tokyo')).status, 200);
      assert.equal(time.settings.zone, 'Asia/Tokyo');
      const posix = { timeZone: 'CET-1CEST,M3.5.0,M10.5.0/3' };
      assert.equal((await rest('PATCH /timeZone/posix', posix)).status, 200);
      assert.equal(time.settings.zone, 'Europe/Berlin');
      assert.equal((await rest('PATCH /timeZone/iana/timeZone', 'Europe/Atlantis')).status, 400);
      assert.equal((await rest('PATCH /timeZone/iana/timeZone', 'UTC', 'operator')).status, 403);
      const list = (await rest('POST /timeZone/iana/getTimeZoneList', {})).data as { timeZone: string }[];
      assert.ok(list.some(({ timeZone }) => timeZone === 'Europe/Prague'));
      assert.equal((await rest('PATCH /time/dateTime', '2026-05-01T12:00:00Z')).status, 409);
    });
  });

  it('is in param.cgi', async () => {
    const { ask, time } = vapix();
    const update = async (query: string) =>
      (await ask(`GET /axis-cgi/param.cgi?action=update&${query}`, { role: 'admin' })).text;
    const list = async () => (await ask('GET /axis-cgi/param.cgi?action=list&group=Time', { role: 'viewer' })).text;
    for (const line of ['ObtainFromDHCP=yes', 'SyncSource=NTP', 'NTP.Server=0.0.0.0', 'DST.Enabled=yes']) {
      assert.ok((await list()).includes(`root.Time.${line}\n`), line);
    }
    assert.equal(await update('Time.ObtainFromDHCP=no&Time.NTP.Server=192.0.2.1'), 'OK');
    assert.deepEqual(time.settings, { source: 'static', servers: ['192.0.2.1'], zone: '' });
    assert.equal(await update('Time.SyncSource=None'), 'OK');
    assert.equal(time.settings.source, 'manual');
    assert.match(await update('Time.POSIXTimeZone=XYZ-99'), /^# Error: Error setting 'root\.Time\.POSIXTimeZone'/);
    assert.match(await update('Time.NTP.Server=a%20b'), /^# Error: Error setting 'root\.Time\.NTP\.Server'/);
  });
});
