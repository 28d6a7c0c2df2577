import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { systemReady } from '../../../src/system/events.ts';
import type { Asked } from '../../support/exchange.ts';
import { fakeVapix } from '../../support/vapix.ts';

type Vapix = ReturnType<typeof fakeVapix>;

interface Reply {
  readonly apiVersion: string;
  readonly data?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Posts an envelope and takes the answer out of its own. */
async function post({ ask }: Vapix, cgi: string, envelope: unknown, asked: Asked = {}): Promise<Reply> {
  const body = typeof envelope === 'string' ? envelope : JSON.stringify(envelope);
  const { status, type, text } = await ask(`POST /axis-cgi/${cgi}.cgi`, { ...asked, body });
  assert.deepEqual([status, type], [200, 'application/json;charset=utf8']);
  return JSON.parse(text) as Reply;
}

const call = (method: string, params?: object) => ({ apiVersion: '1.0', method, ...(params && { params }) });
const operator = { role: 'operator' } as const;

describe('a JSON CGI', () => {
  it('echoes what it was called with', async () => {
    const envelope = { apiVersion: '1.0', context: 'Client 7', method: 'getSupportedVersions' };
    assert.deepEqual(await post(fakeVapix(), 'basicdeviceinfo', envelope), {
      apiVersion: '1.0',
      context: 'Client 7',
      method: 'getSupportedVersions',
      data: { apiVersions: ['1.3'] },
    });
  });

  it('tells its versions to whoever knows none', async () => {
    assert.deepEqual(await post(fakeVapix(), 'apidiscovery', { method: 'getSupportedVersions' }), {
      apiVersion: '1.0',
      method: 'getSupportedVersions',
      data: { apiVersions: ['1.0'] },
    });
  });

  it('answers every version up to its own', async () => {
    const vapix = fakeVapix();
    for (const apiVersion of ['1.0', '1.1', '1.3']) {
      const { data, ...rest } = await post(vapix, 'basicdeviceinfo', {
        ...call('getAllUnrestrictedProperties'),
        apiVersion,
      });
      assert.deepEqual(rest, { apiVersion, method: 'getAllUnrestrictedProperties' });
      assert.ok(data);
    }
  });

  const failures: readonly (readonly [string, unknown, number, string])[] = [
    ['is no JSON', '{"method":', 4000, 'Invalid JSON format'],
    ['is empty', '', 4000, 'Invalid JSON format'],
    ['is a list', '[]', 4000, 'Invalid JSON format'],
    ['is null', 'null', 4000, 'Invalid JSON format'],
    ['has no method', { apiVersion: '1.0' }, 4002, 'Required parameter missing or invalid: method'],
    [
      'has a method of another type',
      { ...call('x'), method: 7 },
      4002,
      'Required parameter missing or invalid: method',
    ],
    ['has no version', { method: 'getAllProperties' }, 4002, 'Required parameter missing or invalid: apiVersion'],
    [
      'has a newer version',
      { ...call('getAllProperties'), apiVersion: '1.4' },
      2003,
      'Requested API version is not supported',
    ],
    [
      'has another major version',
      { ...call('getAllProperties'), apiVersion: '2.0' },
      2003,
      'Requested API version is not supported',
    ],
    [
      'has no sound version',
      { ...call('getAllProperties'), apiVersion: 'new' },
      2003,
      'Requested API version is not supported',
    ],
    ['has an unknown method', call('getNothing'), 2004, 'Method not supported'],
    ['has the name of an inner part as method', call('constructor'), 2004, 'Method not supported'],
    ['lacks a parameter', call('getProperties', {}), 4002, 'Required parameter missing or invalid: propertyList'],
    [
      'asks for what is not there',
      call('getProperties', { propertyList: ['Lens'] }),
      1000,
      'Invalid parameter value specified: there is no property Lens',
    ],
    [
      'has parameters of another type',
      call('getProperties', { propertyList: 'Brand' }),
      1000,
      'Invalid parameter value specified: propertyList must be array',
    ],
    [
      'has a list for parameters',
      { ...call('getProperties'), params: [] },
      1000,
      'Invalid parameter value specified: params must be object',
    ],
  ];
  for (const [what, envelope, code, message] of failures) {
    it(`says ${code} where the request ${what}`, async () => {
      const { error, data } = await post(fakeVapix(), 'basicdeviceinfo', envelope, operator);
      assert.deepEqual(error, { code, message });
      assert.equal(data, undefined);
    });
  }

  it('is for POST only', async () => {
    const { ask } = fakeVapix();
    for (const cgi of ['basicdeviceinfo', 'apidiscovery', 'systemready']) {
      const { status, text } = await ask(`GET /axis-cgi/${cgi}.cgi`, operator);
      assert.equal(status, 200);
      assert.equal((JSON.parse(text) as Reply).error?.code, 2002);
    }
  });

  it('asks for a login where the method needs one, and refuses the role in its own words', async () => {
    const vapix = fakeVapix();
    const body = JSON.stringify(call('getAllProperties'));
    const { status, challenged } = await vapix.ask('POST /axis-cgi/basicdeviceinfo.cgi', { body });
    assert.deepEqual([status, challenged], [401, true]);
    const { error } = await post(vapix, 'basicdeviceinfo', call('getAllProperties'), { role: 'viewer' });
    assert.deepEqual(error, { code: 2001, message: 'Access forbidden' });
  });
});

describe('basicdeviceinfo.cgi', () => {
  const unrestricted = {
    Brand: 'Stentor',
    BuildDate: 'Jan 02 2026 10:00',
    HardwareID: 'pi4',
    ProdFullName: 'Stentor Network Mini Speaker',
    ProdNbr: 'S1',
    ProdShortName: 'Stentor S1',
    ProdType: 'Network Speaker',
    ProdVariant: '',
    SerialNumber: 'B827EB123456',
    Version: '1.2.3',
    WebURL: '',
  };

  it('tells an operator all fourteen properties', async () => {
    const { data } = await post(fakeVapix(), 'basicdeviceinfo', call('getAllProperties'), operator);
    assert.deepEqual(data, {
      propertyList: { ...unrestricted, Architecture: 'aarch64', Soc: 'BCM2711', SocSerialNumber: '' },
    });
  });

  it('tells anybody all but those of the hardware', async () => {
    const { data } = await post(fakeVapix(), 'basicdeviceinfo', call('getAllUnrestrictedProperties'));
    assert.deepEqual(data, { propertyList: unrestricted });
  });

  it('tells an operator the properties asked for', async () => {
    const envelope = call('getProperties', { propertyList: ['Brand', 'Soc'] });
    const { data } = await post(fakeVapix(), 'basicdeviceinfo', envelope, operator);
    assert.deepEqual(data, { propertyList: { Brand: 'Stentor', Soc: 'BCM2711' } });
  });
});

describe('apidiscovery.cgi', () => {
  it('lists to anybody what there is', async () => {
    const { data } = await post(fakeVapix(), 'apidiscovery', call('getApiList'));
    const apis = data?.['apiList'] as { id: string; version: string; name: string; docLink: string; status: string }[];
    assert.deepEqual(
      apis.map(({ id, version }) => `${id} ${version}`),
      [
        'api-discovery 1.0',
        'audio-device-control 1.0',
        'audio-streaming-capabilities 1.0',
        'basic-device-info 1.3',
        'event-mqtt-bridge 1.3',
        'event-streaming-over-websocket 1.0',
        'findmydevice 1.0',
        'fwmgr 1.5',
        'disk-management 1.0',
        'mdnssd 1.1',
        'mediaclip 1.1',
        'mqtt-client 1.6',
        'network-settings 1.26',
        'ntp 1.4',
        'param-cgi 1.0',
        'remote-syslog 1.3',
        'systemready 1.4',
        'time-service 1.1',
        'user-management 1.2',
      ],
    );
    assert.deepEqual(apis[0], {
      id: 'api-discovery',
      version: '1.0',
      name: 'API Discovery Service',
      docLink: '',
      status: 'official',
    });
  });

  it('is honest: the versions are those that the CGIs tell themselves', async () => {
    const vapix = fakeVapix();
    const { data } = await post(vapix, 'apidiscovery', call('getApiList'));
    const apis = data?.['apiList'] as { id: string; version: string }[];
    const cgis = {
      'api-discovery': 'apidiscovery',
      'audio-device-control': 'audiodevicecontrol',
      'basic-device-info': 'basicdeviceinfo',
      'event-mqtt-bridge': 'mqtt/event',
      'mqtt-client': 'mqtt/client',
      systemready: 'systemready',
    };
    for (const [id, cgi] of Object.entries(cgis)) {
      const versions = (await post(vapix, cgi, { method: 'getSupportedVersions' })).data?.['apiVersions'];
      assert.deepEqual(versions, [apis.find(api => api.id === id)?.version]);
    }
  });
});

describe('systemready.cgi', () => {
  const ask = (vapix: Vapix, timeout?: unknown, asked?: Asked) =>
    post(vapix, 'systemready', call('systemready', timeout === undefined ? undefined : { timeout }), asked);

  it('answers at once where the system is ready, with strings', async () => {
    const vapix = fakeVapix();
    vapix.events.emit(systemReady, { ready: true });
    await vapix.clock.advance(7_800_500);
    assert.deepEqual((await ask(vapix, 20)).data, {
      systemready: 'yes',
      needsetup: 'no',
      uptime: '7800',
      bootid: vapix.device.bootId,
    });
    assert.match(vapix.device.bootId, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('says no at once without a time to wait', async () => {
    const vapix = fakeVapix({ accounts: {} });
    const { data } = await ask(vapix);
    assert.equal(data?.['systemready'], 'no');
    assert.equal(data['needsetup'], 'yes');
    assert.equal((await ask(vapix, 0)).data?.['systemready'], 'no');
  });

  it('waits until the system is ready', async () => {
    const vapix = fakeVapix();
    const asked = ask(vapix, '20');
    await vapix.clock.advance(5000);
    vapix.events.emit(systemReady, { ready: true });
    const { data } = await asked;
    assert.equal(data?.['systemready'], 'yes');
    assert.equal(data['uptime'], '5');
    assert.equal(vapix.clock.waiting, 0);
  });

  it('waits no longer than it was told, nor than ten minutes', async () => {
    const vapix = fakeVapix();
    const short = ask(vapix, 20);
    await vapix.clock.advance(20_000);
    assert.equal((await short).data?.['systemready'], 'no');
    const long = ask(vapix, 86_400);
    await vapix.clock.advance(600_000);
    assert.equal((await long).data?.['systemready'], 'no');
  });

  it('does not wait for a client that has gone', async () => {
    const vapix = fakeVapix();
    const client = new AbortController();
    const asked = ask(vapix, 20, { signal: client.signal });
    await vapix.clock.advance(1000);
    client.abort();
    await asked;
    assert.equal(vapix.clock.waiting, 0);
  });

  it('refuses a time that is none', async () => {
    for (const timeout of [-1, 'soon', 1.5, {}]) {
      assert.equal((await ask(fakeVapix(), timeout)).error?.code, 1000);
    }
  });
});
