import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { virtualInput } from '../../../src/rules/events.ts';
import { Trace } from '../../../src/rules/trace.ts';
import { knock, office, playing, rule, rulesRig, say, when } from '../../support/rules-rig.ts';

describe('what rules made of events', () => {
  it('tells of a rule that is off, and of an event that no rule waits for', async () => {
    const { events, rules, engine } = await rulesRig();
    await rules.add(rule([when(knock)], say('hi'), { trigger: true, enabled: false }));
    events.emit(knock, { times: 1 });
    events.emit(playing, { playing: true, clip: '' });
    assert.deepEqual(
      engine.trace().map(({ looks, note }) => [looks[0]?.verdict, looks[0]?.why, note]),
      [
        ['off', 'the rule is switched off', ''],
        [undefined, undefined, 'no rule waits for it'],
      ],
    );
  });

  it('keeps a thousand events and twenty thousand looks', async () => {
    const { events, engine } = await rulesRig();
    for (let times = 1; times <= 1500; times++) events.emit(knock, { times });
    assert.deepEqual([engine.trace().length, engine.trace()[0]?.number], [1000, 501]);

    const trace = new Trace();
    const looks = Array.from({ length: 256 }, () => ({ rule: '1', name: '', verdict: 'not-met' as const, why: '' }));
    for (let i = 0; i < 200; i++) trace.add({ def: knock, data: {}, at: new Date(0) }, looks);
    assert.equal(trace.list().length, Math.floor(20_000 / 256));
  });

  it('answers what would happen and does nothing', async () => {
    const { rules, engine, done } = await rulesRig();
    await rules.add(rule([when(knock, { times: 2 })], say('in'), { trigger: true }));
    const would = (times: number) => engine.dryRun('knock', { times }).looks[0];
    assert.deepEqual([would(1)?.verdict, would(2)?.verdict, would(2)?.action], ['not-met', 'fired', { state: 'dry' }]);
    const spec = rule([when(playing, { playing: true })], say('on', true));
    assert.equal(engine.dryRun('playing', { playing: true }, spec).looks[0]?.verdict, 'began');
    assert.match(engine.dryRun('knock', { times: 1 }, spec).looks[0]?.why ?? '', /does not wait for this event/);
    assert.deepEqual([done, engine.trace(), rules.list().length], [[], [], 1]);
    assert.throws(() => engine.dryRun('knock', { times: 0 }), { field: 'times' });
    assert.throws(() => engine.dryRun('nothing', {}), { field: 'event' });
  });

  it('tells an event once more, to the rules alone', async () => {
    const { events, rules, engine, done, heard } = await rulesRig();
    events.emit(knock, { times: 3 });
    await rules.add(rule([when(knock)], say('late'), { trigger: true }));
    const { number } = engine.trace()[0]!;
    assert.equal(engine.replay(number).looks[0]?.verdict, 'fired');
    assert.deepEqual([done, heard.length, engine.trace().length], [['late'], 1, 2]);
    assert.throws(() => engine.replay(99), { kind: 'not-found' });
  });

  it('says why a rule did not act at a time', async () => {
    const explanations = { office: () => 'the schedule Day is not active: it is 12:00 in New York' };
    const { clock, events, rules, engine } = await rulesRig({ explanations });
    const conditions = [when(playing, { playing: true }), when(office, { id: 'day', active: true })];
    const { id } = await rules.add(rule(conditions, say('ring')));
    events.emit(playing, { playing: true, clip: 'x' });
    const at = clock.now();
    await clock.advance(600_000);
    events.emit(playing, { playing: false, clip: 'x' });
    const { lines, looks } = engine.why(id, at);
    assert.deepEqual(lines, [
      '"Playing" with playing yes was so: playing yes, clip x.',
      'The schedule Day is not active: it is 12:00 in New York.',
    ]);
    assert.deepEqual(
      looks.map(traced => traced.looks[0]?.why),
      ['the schedule Day is not active: it is 12:00 in New York'],
    );
    const before = engine.why(id, new Date(at.getTime() - 3_600_000));
    assert.match(before.lines[0]!, /not known any more/);
    assert.match(before.lines.at(-1)!, /Nothing that the rule waits for/);
  });

  it('says of a state that nobody told since that it was as it is', async () => {
    const { clock, rules, engine } = await rulesRig();
    const { id } = await rules.add(
      rule([when(virtualInput, { port: 1, active: true })], say('up'), { enabled: false }),
    );
    assert.deepEqual(engine.why(id, clock.now()).lines.slice(0, 2), [
      'The rule is switched off.',
      '"Virtual input" with port 1, active yes was not so: active is no, not yes.',
    ]);
  });
});
