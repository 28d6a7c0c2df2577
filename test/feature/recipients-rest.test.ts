import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import { PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

describe('a speaker that tells another', () => {
  let stentor: Stentor;
  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());

  const send = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await stentor.fetch(path, init);
    const text = await answer.text();
    return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>, text };
  };

  it('asks it over HTTPS with Digest, and never tells the password', async () => {
    const url = `${stentor.https}/axis-cgi/param.cgi?action=update&root.Stentor.Speech.Pitch=41`;
    const fields = { url, username: 'root', password: PASSWORD, validateCertificate: false };
    const added = await send('POST', '/api/recipients', { name: 'Speaker', type: 'https', fields });
    assert.equal(added.status, 201, added.text);
    assert.ok(!added.text.includes(PASSWORD));
    const done = await send('POST', '/api/actions/notify.https', { recipient: 'Speaker' });
    assert.equal(done.status, 204, done.text);
    const { text } = await send('GET', '/api/recipients');
    assert.ok(!text.includes(PASSWORD));
    const settings = await stentor.fetch('/api/settings');
    const list = (await settings.json()) as { path: string; value: unknown }[];
    assert.equal(list.find(({ path }) => path === 'Stentor.Speech.Pitch')?.value, 41);
    const tested = await send('POST', '/api/recipients/0/test', { fields: { validateCertificate: true } });
    assert.equal(tested.json['passed'], false);
    assert.match(String(tested.json['message']), /certificate/i);
    const preview = await send('POST', '/api/recipients/preview', {
      text: '## {{event}} {{ready}}',
      event: 'system.ready',
    });
    assert.deepEqual(preview.json, { text: '# System ready true' });
    const wrong = await send('POST', '/api/recipients/preview', { text: '{{colour}}', event: 'system.ready' });
    assert.equal(wrong.status, 400);
    assert.ok(!stentor.output().includes(PASSWORD));
  });
});
