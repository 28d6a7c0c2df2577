import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeVapixEvents } from '../../support/vapix-events.ts';

const answer = (inner: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<VirtualInputResponse xmlns="http://www.axis.com/vapix/http_cgi/virtualinput1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" SchemaVersion="1.1" xsi:schemaLocation="http://www.axis.com/vapix/http_cgi/virtualinput1 http://www.axis.com/vapix/http_cgi/virtualinput1_0.xsd">${inner}</VirtualInputResponse>\n`;
const done = (verb: string, isChanged: boolean) =>
  answer(`<Success><${verb}Success><StateChanged>${isChanged}</StateChanged></${verb}Success></Success>`);

describe('virtual inputs of VAPIX', () => {
  function rig() {
    const fake = fakeVapixEvents();
    return {
      ...fake,
      isActive: (port: number) => fake.virtualInputs.get(port).active,
      get: (cgi: string, role: 'viewer' | 'operator' = 'operator') => fake.ask(`GET /axis-cgi/${cgi}`, { role }),
    };
  }

  it('are raised and lowered, and the answer says whether that changed anything', async () => {
    const { get, isActive } = rig();
    const raised = await get('virtualinput/activate.cgi?schemaversion=1&port=10');
    assert.deepEqual([raised.status, raised.type, raised.text], [200, 'text/xml', done('Activate', true)]);
    assert.equal(isActive(10), true);
    assert.equal((await get('virtualinput/activate.cgi?schemaversion=1&port=10')).text, done('Activate', false));
    assert.equal((await get('virtualinput/deactivate.cgi?schemaversion=1&port=10')).text, done('Deactivate', true));
    assert.equal(isActive(10), false);
  });

  it('go down after the duration; a new order takes the place of the old one', async () => {
    const { get, isActive, clock } = rig();
    await get('virtualinput/activate.cgi?schemaversion=1&port=3&duration=5');
    await clock.advance(4999);
    assert.equal(isActive(3), true);
    await get('virtualinput/activate.cgi?schemaversion=1&port=3&duration=5');
    await clock.advance(4999);
    assert.equal(isActive(3), true);
    await clock.advance(1);
    assert.equal(isActive(3), false);
    await get('virtualinput/activate.cgi?schemaversion=1&port=3&duration=5');
    await get('virtualinput/activate.cgi?schemaversion=1&port=3');
    await clock.advance(10_000);
    assert.equal(isActive(3), true);
    assert.equal(clock.waiting, 0);
  });

  it('say what is wrong by their codes', async () => {
    const { get } = rig();
    const codeOf = async (query: string) =>
      Number(/<ErrorCode>(\d+)</.exec((await get(`virtualinput/activate.cgi?${query}`)).text)?.[1]);
    assert.equal(await codeOf('port=1'), 10);
    assert.equal(await codeOf('schemaversion=1'), 10);
    assert.equal(await codeOf('schemaversion=1&port=65'), 20);
    assert.equal(await codeOf('schemaversion=1&port=-1'), 20);
    assert.equal(await codeOf('schemaversion=2&port=1'), 30);
    for (const duration of ['x', '-1', '1.5', '99999999999']) {
      assert.equal(await codeOf(`schemaversion=1&port=1&duration=${duration}`), 50);
    }
    const missing = await get('virtualinput/deactivate.cgi?schemaversion=1');
    const error = '<ErrorCode>10</ErrorCode><ErrorDescription>port is missing</ErrorDescription>';
    assert.deepEqual(
      [missing.status, missing.text],
      [200, answer(`<Error><GeneralError>${error}</GeneralError></Error>`)],
    );
  });

  it('tell their schema, and are for operators', async () => {
    const { get } = rig();
    assert.match(
      (await get('virtualinput/getschemaversions.cgi')).text,
      /<MajorVersion>1<\/MajorVersion><MinorVersion>1</,
    );
    assert.equal((await get('virtualinput/activate.cgi?schemaversion=1&port=1', 'viewer')).status, 401);
  });

  it('are the manual trigger of io/virtualinput.cgi, with waits between', async () => {
    const { get, isActive, clock } = rig();
    const told = await get('io/virtualinput.cgi?action=6%3A%2F2000%5C', 'viewer');
    assert.deepEqual([told.status, told.type], [200, 'text/plain']);
    assert.equal(isActive(6), true);
    await clock.advance(2000);
    assert.equal(isActive(6), false);
    await get('io/virtualinput.cgi?action=%2F', 'viewer');
    assert.equal(isActive(1), true);
    await get('io/virtualinput.cgi?action=%5C300%2F200%5C', 'viewer');
    assert.equal(isActive(1), false);
    await clock.advance(300);
    assert.equal(isActive(1), true);
    await clock.advance(200);
    assert.equal(isActive(1), false);
    for (const wrong of ['', '6', '6:', '6:2000', 'x:/', '6:/x', `6:${'/1'.repeat(65)}`]) {
      const { status } = await get(`io/virtualinput.cgi?action=${encodeURIComponent(wrong)}`, 'viewer');
      assert.equal(status, 400, wrong);
    }
    assert.equal((await get('io/virtualinput.cgi?action=99%3A%2F', 'viewer')).status, 400);
  });

  it('are changed by the event service too', async () => {
    const { soap, isActive } = rig();
    const change = (port: string, active: string, role: 'viewer' | 'operator' = 'operator') =>
      soap(
        '/vapix/services',
        `<aev:ChangeVirtualInputState><aev:port>${port}</aev:port><aev:active>${active}</aev:active></aev:ChangeVirtualInputState>`,
        { role },
      );
    assert.match((await change('7', '1')).text, /<aev:stateChanged>true</);
    assert.equal(isActive(7), true);
    assert.match((await change('7', 'True')).text, /<aev:stateChanged>false</);
    assert.match((await change('7', 'false')).text, /<aev:stateChanged>true</);
    for (const [port, active] of [
      ['65', '1'],
      ['', '1'],
      ['1', 'perhaps'],
    ] as const) {
      const { status, text } = await change(port, active);
      assert.equal(status, 400);
      assert.match(text, /SOAP-ENV:Sender/);
    }
    assert.equal((await change('1', '1', 'viewer')).status, 401);
  });

  it('stay as they are when the speaker stops', async () => {
    const { get, vapix, clock } = rig();
    const stop = await vapix.start();
    await get('virtualinput/activate.cgi?schemaversion=1&port=3&duration=5');
    await stop();
    assert.equal(clock.waiting, 0);
  });
});
