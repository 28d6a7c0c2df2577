import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { wallOf } from '../../../src/schedules/wall.ts';
import { checkedZone, instantOf, isZone, passesOf, wallAt } from '../../../src/schedules/zone.ts';

const wall = (text: string) => wallOf(text) ?? assert.fail(text);
const at = (zone: string, text: string) => new Date(instantOf(zone, wall(text))).toISOString().slice(0, 19);

describe('times on the wall', () => {
  for (const [zone, text, instant] of [
    ['UTC', '2026-11-26T18:00:00', '2026-11-26T18:00:00'],
    ['Europe/Berlin', '2026-01-26T18:00:00', '2026-01-26T17:00:00'],
    ['Europe/Berlin', '2026-07-26T18:00:00', '2026-07-26T16:00:00'],
    ['America/New_York', '2026-11-26T18:00:00', '2026-11-26T23:00:00'],
    ['Asia/Kathmandu', '2026-11-26T18:00:00', '2026-11-26T12:15:00'],
    ['Pacific/Kiritimati', '2026-11-26T06:00:00', '2026-11-25T16:00:00'],
    ['Pacific/Pago_Pago', '2026-11-26T18:00:00', '2026-11-27T05:00:00'],
    // Ireland calls the winter its daylight saving; the moments are those of all Europe.
    ['Europe/Dublin', '2026-07-01T00:00:00', '2026-06-30T23:00:00'],
  ] as const)
    it(`${text} in ${zone} is ${instant} UTC`, () => assert.equal(at(zone, text), instant));

  for (const [zone, text, instant] of [
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:00:00'],
    ['Europe/Berlin', '2026-03-29T02:00:00', '2026-03-29T01:00:00'],
    ['Europe/Berlin', '2026-03-29T03:00:00', '2026-03-29T01:00:00'],
    ['America/New_York', '2026-03-08T02:59:59', '2026-03-08T07:00:00'],
    // Half an hour, and on the southern half.
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:30:00'],
    // Midnight itself is missing: the clock leaps from 23:59:59 to 01:00.
    ['Africa/Cairo', '2026-04-24T00:00:00', '2026-04-23T22:00:00'],
    // A whole day is missing.
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T10:00:00'],
  ] as const)
    it(`${text}, which ${zone} leaps over, is the instant of the leap`, () => assert.equal(at(zone, text), instant));

  for (const [zone, text, first, second] of [
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00', '2026-10-25T01:30:00'],
    ['America/New_York', '2026-11-01T01:00:00', '2026-11-01T05:00:00', '2026-11-01T06:00:00'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00', '2026-04-04T15:15:00'],
  ] as const)
    it(`${text}, which ${zone} shows twice, is the first of both`, () => {
      assert.equal(at(zone, text), first);
      const passes = passesOf(zone, wall(text)).map(pass => new Date(pass).toISOString().slice(0, 19));
      assert.deepEqual(passes, [first, second]);
    });

  it('come back from every instant but those of a second pass, all year', () => {
    for (const zone of ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Gaza']) {
      for (let instant = Date.UTC(2026, 0, 1); instant < Date.UTC(2027, 0, 1); instant += 15 * 60_000) {
        const shown = wallAt(zone, instant);
        const passes = passesOf(zone, shown);
        assert.ok(passes.includes(instant), `${zone} ${new Date(instant).toISOString()}`);
        assert.equal(instantOf(zone, shown), passes[0]);
      }
    }
  }).timeout(120_000);

  it('are of zones of the IANA database only', () => {
    for (const zone of ['Europe/Berlin', 'UTC', 'America/Argentina/Ushuaia', 'Etc/GMT+5', 'CET'])
      assert.ok(isZone(zone));
    for (const zone of ['Europe/Bonn', '+01:00', '', '../../etc/passwd', 'A'.repeat(1e6), 'Europe/Berlin\n'])
      assert.equal(isZone(zone), false, zone.slice(0, 30));
    assert.equal(checkedZone(' '), '');
    assert.throws(() => checkedZone('Europe/Bonn'), { kind: 'invalid', field: 'timeZone', message: /Europe\/Bonn/ });
  });
});
