import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { sipRoutes } from '../../../src/api/index.ts';
import { callService } from '../../../src/vapix/index.ts';
import { ask } from '../../support/exchange.ts';
import { sipRig } from '../../support/sip-rig.ts';

describe('the call service of VAPIX', () => {
  let rig: Awaited<ReturnType<typeof sipRig>>;

  before(async () => {
    rig = await sipRig();
  });
  after(() => rig.stop());

  const admin = { role: 'admin' } as const;
  const told = async (request: string, body?: unknown, role: 'admin' | 'operator' | 'viewer' = 'admin') => {
    const routes = [callService(rig), ...sipRoutes(rig)];
    const caller = { ...admin, role };
    const { status, text } = await ask(routes, request, {
      ...caller,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status, json: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> };
  };

  it('sets accounts and never tells a password', async () => {
    const account = { UserId: '6001', Password: 'secure', PublicDomain: 'example.com', Transport: 'tcp' };
    const { json } = await told('POST /vapix/call', { 'axcall:SetSIPAccount': { SIPAccount: account } });
    assert.deepEqual(json, { SIPAccountId: 'sip_account_0' });
    const shown = await told('POST /vapix/call', { 'axcall:GetSIPAccounts': {} });
    assert.ok(!JSON.stringify(shown.json).includes('secure'));
    const simple = await told(
      'GET /vapix/call?format=simple&action=axcall:GetSIPAccountStatus&SIPAccountId="sip_account_0"',
    );
    assert.equal((simple.json['SIPAccountStatus'] as { StatusText: string }).StatusText, 'Does not register');
    const page = await told('GET /api/sip');
    assert.ok(JSON.stringify(page.json).includes('"hasPassword":true'));
    assert.ok(!JSON.stringify(page.json).includes('secure'));
  });

  it('changes only the settings that are given', async () => {
    const change = { SIPConfiguration: { RTPStartPort: 6000, ApplyAccessList: true, AccessList: ['10.0.0.0/8'] } };
    await told('POST /vapix/call', { 'axcall:SetSIPConfiguration': change });
    const { json } = await told('POST /vapix/call', { 'axcall:GetSIPConfiguration': {} });
    const configuration = json['SIPConfiguration'] as Record<string, unknown>;
    assert.equal(configuration['RTPStartPort'], 6000);
    assert.deepEqual(configuration['AccessList'], ['10.0.0.0/8']);
    assert.equal(configuration['AccessListPolicy'], 'Allow');
    assert.equal(configuration['CallingTimeout'], 60);
    const codecs = {
      AudioCodec: [
        { Name: 'PCMA', SampleRate: 8000 },
        { Name: 'L16', SampleRate: 16_000 },
      ],
    };
    await told('POST /vapix/call', { 'axcall:SetAudioCodecs': codecs });
    assert.deepEqual((await told('POST /vapix/call', { 'axcall:GetAudioCodecs': {} })).json, codecs);
  });

  it('makes and ends calls, and tells faults by their codes', async () => {
    const { json } = await told('POST /vapix/call', { 'axcall:Call': { To: 'sip:127.0.0.9:9' } }, 'operator');
    const CallId = String(json['CallId']);
    assert.ok(CallId.length <= 64);
    const running = await told('POST /vapix/call', { 'axcall:GetCallStatus': { CallId } }, 'viewer');
    assert.equal((running.json['CallStatus'] as { CallState: string }).CallState, 'Calling');
    assert.deepEqual((await told('POST /vapix/call', { 'axcall:TerminateCall': { CallId } })).json, {});
    const unknown = await told('POST /vapix/call', { 'axcall:GetCallStatus': { CallId: 'none' } });
    assert.equal(unknown.status, 400);
    assert.equal(unknown.json['Fault'], 'env:Sender ter:InvalidArgVal ter:NotFound');
    const missing = await told('POST /vapix/call', { 'axcall:Call': {} });
    assert.equal(missing.json['Fault'], 'env:Sender ter:InvalidArgs');
    const none = await told('POST /vapix/call', { 'axcall:Dance': {} });
    assert.equal(none.json['Fault'], 'env:Receiver ter:ActionNotSupported ter:NotSupported');
  });
});
