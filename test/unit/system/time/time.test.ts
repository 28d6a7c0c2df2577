import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { DEFAULT_TIME } from '../../../../src/system/time/settings.ts';
import { isZone, posixOf, timeZones, zoneOfPosix } from '../../../../src/system/time/zones.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { timeRig } from '../../../support/time-rig.ts';

function rig(options: Partial<Parameters<typeof timeRig>[0]> = {}) {
  const clock = new FakeClock();
  const parts = timeRig({ clock, ...options });
  parts.time.start();
  return { clock, ...parts };
}

describe('the time', () => {
  it('is asked from whom the network names, while nobody has set anything', async () => {
    const { time, fake, clock } = rig();
    await time.load();
    await clock.advance(120_000);
    assert.deepEqual([time.settings, fake.done], [DEFAULT_TIME, []]);
  });

  it('is set up from what is kept', async () => {
    const settings = { source: 'static', servers: ['ntp.example.com'], zone: 'Europe/Stockholm' } as const;
    const { time, fake, clock } = rig({ settings });
    await time.load();
    await clock.advance(0);
    assert.deepEqual(fake.done, ['zone Europe/Stockholm', 'leave the network’s', 'ask ntp.example.com']);
  });

  it('is asked from the servers that are set, where the network names none', async () => {
    const { time, fake, clock } = rig();
    await time.change({ servers: ['192.0.2.1', 'ntp.example.com'] });
    assert.deepEqual(fake.done, []);
    fake.networkServers = [];
    await clock.advance(60_000);
    assert.deepEqual(fake.done, ['ask 192.0.2.1 ntp.example.com']);
    fake.networkServers = ['192.168.0.1'];
    await clock.advance(120_000);
    assert.deepEqual(fake.done.slice(1), ['ask']);
  });

  it('is set by hand once it is not asked any more', async () => {
    const { time, fake, file } = rig();
    await assert.rejects(time.setTime(new Date('2026-05-01T12:00:00Z')), { kind: 'conflict' });
    await time.change({ source: 'manual' });
    await time.setTime(new Date('2026-05-01T12:00:00Z'));
    assert.deepEqual(fake.done, ['do not follow', 'time 2026-05-01T12:00:00.000Z']);
    assert.equal(file.content.source, 'manual');
    for (const wrong of ['1969-12-31T00:00:00Z', '2038-01-01T00:00:00Z', 'x']) {
      await assert.rejects(time.setTime(new Date(wrong)), { kind: 'invalid' });
    }
    await time.change({ source: 'dhcp' });
    assert.equal(fake.done.at(-1), 'follow');
  });

  for (const [what, change, field] of [
    ['a server that is none', { source: 'static', servers: ['a b'] }, 'servers'],
    ['a line of a file', { servers: ['ntp\nFallbackNTP=x'] }, 'servers'],
    ['no server where only servers are asked', { source: 'static', servers: [] }, 'servers'],
    ['a zone that is none', { zone: 'Europe/Atlantis' }, 'zone'],
    ['a path in the place of a zone', { zone: '../../etc/passwd' }, 'zone'],
  ] as const) {
    it(`refuses ${what}, and keeps what was`, async () => {
      const { time, fake, file } = rig();
      await assert.rejects(time.change(change), { kind: 'invalid', field });
      assert.deepEqual([time.settings, file.content, fake.done], [DEFAULT_TIME, DEFAULT_TIME, []]);
    });
  }

  it('stays as it was where the system refuses', async () => {
    const { time, fake, file } = rig();
    fake.refuse = 'ask';
    await assert.rejects(time.change({ source: 'static', servers: ['192.0.2.1'], zone: 'Asia/Tokyo' }), {
      kind: 'failed',
    });
    assert.deepEqual([time.settings, file.content], [DEFAULT_TIME, DEFAULT_TIME]);
    assert.equal(fake.done.at(-1), 'zone UTC');
  });

  it('does not keep the speaker from starting', async () => {
    const { time, fake, clock, logged } = rig({ settings: { ...DEFAULT_TIME, zone: 'Asia/Tokyo' } });
    fake.refuse = 'zone';
    await time.load();
    await clock.advance(0);
    assert.deepEqual(logged, ['setting up the clock failed']);
  });
});

describe('time zones', () => {
  it('are known by name', () => {
    assert.ok(timeZones().includes('UTC') && timeZones().includes('Europe/Stockholm'));
    for (const zone of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])
      assert.ok(isZone(zone), zone);
    for (const zone of ['', 'Nowhere', '/etc/passwd', 'Europe/../UTC', 'Europe/Berlin\n'])
      assert.ok(!isZone(zone), zone);
  });

  it('are found by their rule, the present one first', function () {
    if (posixOf('Europe/Berlin') === '') this.skip();
    const posix = 'CET-1CEST,M3.5.0,M10.5.0/3';
    assert.equal(posixOf('Europe/Berlin'), posix);
    assert.equal(zoneOfPosix(posix, 'Europe/Vienna'), 'Europe/Vienna');
    assert.equal(posixOf(zoneOfPosix(posix, 'UTC') ?? ''), posix);
    assert.equal(zoneOfPosix('XYZ-99', 'UTC'), undefined);
  });
});
