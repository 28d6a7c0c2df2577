import { strict as assert } from 'node:assert';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeDiagnostics } from '../../support/fake-diagnostics.ts';

const PEER = { address: 'fe80::1%eth0', port: 50_000 };

describe('a network trace', () => {
  const rig = () => {
    const clock = new FakeClock();
    const { diagnostics, traced } = fakeDiagnostics({ clock });
    const gone = new AbortController();
    const open = (more: object = {}) => diagnostics.capture({ seconds: 3, peer: PEER, signal: gone.signal, ...more });
    return { clock, traced, open, gone };
  };

  it('leaves out the packets that carry it, and ends after its time', async () => {
    const { clock, traced, open } = rig();
    traced.stream.write('head');
    const body = await open();
    assert.deepEqual(traced.wishes, ['any not (host fe80::1 and tcp port 50000)']);
    assert.equal(String(body.read() ?? (await turn().then(() => body.read() as Buffer))), 'head');
    await clock.advance(2999);
    await turn();
    assert.equal(traced.stopped, 0);
    traced.stream.write('tail');
    await turn();
    await clock.advance(2);
    assert.equal(traced.stopped, 1);
    assert.equal(await text(body), 'tail');
  });

  it('ends when its reader goes', async () => {
    const { traced, open, gone } = rig();
    traced.stream.write('head');
    await open();
    gone.abort();
    await turn();
    assert.equal(traced.stopped, 1);
  });

  it('tells why it cannot be', async () => {
    const { traced, open } = rig();
    const opening = open();
    traced.fail("You don't have permission");
    await assert.rejects(opening, /no network trace is possible: You don't have permission/);
    assert.equal(traced.stopped, 1);
  });

  it('never begins for ever', async () => {
    const { clock, open } = rig();
    const opening = open();
    await clock.advance(10_001);
    await assert.rejects(opening, /does not begin/);
  });

  it('is one of two at the most', async () => {
    const { traced, open } = rig();
    traced.stream.write('head');
    const [first] = await Promise.all([open(), open()]);
    await assert.rejects(open(), { kind: 'busy' });
    first.destroy();
    await turn();
    traced.stream.write('more');
    (await open()).destroy();
  });

  for (const [what, more, field] of [
    ['a length of nothing', { seconds: NaN }, 'duration'],
    ['a day', { seconds: 86_400 }, 'duration'],
    ['an interface that is not there', { interface: 'wlan7' }, 'interface'],
    ['an option in the place of an interface', { interface: '-w/etc/x' }, 'interface'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { traced, open } = rig();
      await assert.rejects(open(more), { kind: 'invalid', field });
      assert.deepEqual(traced.wishes, []);
    });
  }

  it('knows its own interfaces, and eth0 whatever Linux calls it', async () => {
    const { traced, open } = rig();
    traced.stream.write('head');
    await Promise.all([open({ interface: 'end0' }), open({ interface: 'eth0' })]);
    assert.deepEqual(
      traced.wishes.map(wish => wish.split(' ')[0]),
      ['end0', 'any'],
    );
  });
});
