import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeTokens } from '../../support/fake-tokens.ts';

describe('access tokens', () => {
  const start = () => {
    const clock = new FakeClock();
    return { clock, ...fakeTokens(clock) };
  };

  it('are told once and kept as a hash', async () => {
    const { tokens, file } = start();
    const { token, ...shown } = await tokens.add({ name: 'Door camera', role: 'viewer', expiresAt: '' });
    assert.match(token, /^stentor_[\w-]{43}$/);
    assert.deepEqual(tokens.list(), [shown]);
    assert.ok(!JSON.stringify(file.content).includes(token.slice(8)));
    assert.deepEqual(tokens.find(token), tokens.find(token));
    assert.deepEqual([tokens.find(token)?.name, tokens.find(token)?.role], ['Door camera', 'viewer']);
    assert.equal(tokens.find(`${token}x`), undefined);
    assert.equal(tokens.find(file.content[0]?.hash ?? ''), undefined);
  });

  it('end when their time is over, and when they are revoked', async () => {
    const { clock, tokens } = start();
    const end = new Date(clock.now().getTime() + 60_000).toISOString();
    const short = await tokens.add({ name: 'short', role: 'admin', expiresAt: end });
    const long = await tokens.add({ name: 'long', role: 'viewer', expiresAt: '' });
    assert.ok(tokens.find(short.token) && tokens.holds('short', 'admin'));
    await clock.advance(60_000);
    assert.equal(tokens.find(short.token), undefined);
    assert.equal(tokens.holds('short', 'admin'), false);
    await tokens.remove(long.id);
    assert.equal(tokens.find(long.token), undefined);
    assert.equal(tokens.holds('long', 'viewer'), false);
  });

  it('note when they were used, to the hour', async () => {
    const { clock, tokens } = start();
    let changes = 0;
    const { token } = await tokens.add({ name: 'camera', role: 'viewer', expiresAt: '' });
    tokens.onChange(() => changes++);
    for (let n = 0; n < 50; n++) {
      tokens.find(token);
      await clock.advance(60_000);
    }
    assert.equal(changes, 1);
    await clock.advance(3_600_000);
    tokens.find(token);
    await clock.advance(0);
    assert.equal(changes, 2);
    assert.notEqual(tokens.list()[0]?.usedAt, '');
  });

  it('are refused with what is wrong', async () => {
    const { tokens } = start();
    const wish = { name: 'camera', role: 'viewer', expiresAt: '' } as const;
    await tokens.add(wish);
    await assert.rejects(tokens.add(wish), { kind: 'conflict', field: 'name' });
    for (const name of ['', '  ', 'a:b', 'x'.repeat(33)])
      await assert.rejects(tokens.add({ ...wish, name }), { kind: 'invalid', field: 'name' });
    for (const expiresAt of ['soon', '1999-01-01T00:00:00Z'])
      await assert.rejects(tokens.add({ ...wish, name: 'other', expiresAt }), { kind: 'invalid', field: 'expiresAt' });
    for (let n = 1; n < 100; n++) await tokens.add({ ...wish, name: `camera ${n}` });
    await assert.rejects(tokens.add({ ...wish, name: 'one more' }), { kind: 'full' });
  });
});
