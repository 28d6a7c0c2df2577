import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { inputGain, outputGain, outputMuted } from '../../../src/audio/index.ts';
import { fakeVapix } from '../../support/vapix.ts';

interface Port {
  readonly enabled: boolean;
  readonly connectionTypes: readonly { readonly signalingTypes: readonly { readonly channels: readonly object[] }[] }[];
}

describe('audiodevicecontrol.cgi', () => {
  const call = async (vapix: ReturnType<typeof fakeVapix>, method: string, params?: object, role = 'operator') => {
    const body = JSON.stringify({ apiVersion: '1.0', context: 'c', method, params });
    const told = await vapix.ask('POST /axis-cgi/audiodevicecontrol.cgi', { role: role as 'operator', body });
    return JSON.parse(told.text) as { data?: { devices: { inputs: Port[]; outputs: Port[] }[] }; error?: object };
  };
  const channel = (values: object, id: unknown = '0') => ({
    devices: [
      {
        id: 0,
        outputs: [
          {
            id: '0',
            connectionTypes: [
              { id: 'internal', signalingTypes: [{ id: 'unbalanced', channels: [{ id, ...values }] }] },
            ],
          },
        ],
      },
    ],
  });

  it('shows gain and mute of both sides, with all that clients insist on', async () => {
    const { data } = await call(fakeVapix(), 'getDevicesSettings', undefined, 'viewer');
    const [output] = data?.devices[0]?.outputs ?? [];
    assert.equal(output?.enabled, true);
    assert.deepEqual(output.connectionTypes[0]?.signalingTypes[0]?.channels, [{ id: '0', gain: 0, mute: false }]);
    assert.equal(data?.devices[0]?.inputs.length, 1);
  });

  it('sets only what it is given', async () => {
    const vapix = fakeVapix();
    assert.deepEqual((await call(vapix, 'setDevicesSettings', channel({ gain: -12 }, 0))).data, {});
    assert.equal(vapix.params.get(outputGain), -12);
    assert.equal(vapix.params.get(outputMuted), false);
    await call(vapix, 'setDevicesSettings', channel({ mute: true }));
    assert.equal(vapix.params.get(outputGain), -12);
    assert.equal(vapix.params.get(outputMuted), true);
    assert.equal(vapix.params.get(inputGain), 0);
  });

  it('changes nothing where anything is wrong', async () => {
    const vapix = fakeVapix();
    for (const params of [channel({ gain: 99, mute: true }), channel({ gain: 1 }, 7), { devices: [{ id: 3 }] }, {}]) {
      assert.ok((await call(vapix, 'setDevicesSettings', params)).error !== undefined, JSON.stringify(params));
    }
    assert.equal(vapix.params.get(outputMuted), false);
    const refused = await call(vapix, 'setDevicesSettings', channel({ mute: true }), 'viewer');
    assert.deepEqual(refused.error, { code: 2105, message: 'Authorization failed' });
  });

  it('tells what can be set, and that nothing is dangerous', async () => {
    const { data } = await call(fakeVapix(), 'getDevicesCapabilities');
    const [signaling] = data?.devices[0]?.outputs[0]?.connectionTypes[0]?.signalingTypes ?? [];
    const { gainValues } = signaling as unknown as { gainValues: number[] };
    assert.deepEqual([gainValues[0], gainValues.at(-1)], [-60, 12]);
    assert.deepEqual((await call(fakeVapix(), 'getHazardousSettings')).data, { powerTypes: [] });
  });
});
