import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { virtualInput } from '../../../src/rules/events.ts';
import { knock, office, playing, rule, rulesRig, say, when } from '../../support/rules-rig.ts';

const settle = () => new Promise<void>(resolve => setImmediate(resolve));

describe('RuleEngine', () => {
  it('acts once when all conditions come to hold, and again only after one has failed', async () => {
    const { events, rules, done, verdicts } = await rulesRig();
    await rules.add(rule([when(playing, { playing: true }), when(office, { id: 'day', active: true })], say('both')));
    events.emit(playing, { playing: true, clip: 'a' });
    assert.deepEqual(verdicts(), ['not-met']);
    events.emit(office, { id: 'day', active: true });
    events.emit(office, { id: 'night', active: true });
    events.emit(playing, { playing: true, clip: 'b' });
    assert.deepEqual([done, verdicts()], [['both'], ['goes-on']]);
    events.emit(playing, { playing: false, clip: 'b' });
    assert.deepEqual(verdicts(), ['ended']);
    events.emit(playing, { playing: true, clip: 'b' });
    assert.deepEqual(done, ['both', 'both']);
  });

  it('lets a trigger start the rule only when it comes, not while it is so', async () => {
    const { events, rules, done, verdicts, whys } = await rulesRig();
    events.emit(playing, { playing: true, clip: '' });
    const ended = when(playing, { playing: true }, true);
    await rules.add(rule([ended, when(office, { active: true })], say('answer'), { trigger: true }));
    events.emit(office, { id: 'call', active: true });
    assert.deepEqual(verdicts(), ['not-met']);
    assert.match(whys()[0]!, /waits for its trigger/);
    events.emit(playing, { playing: false, clip: '' });
    assert.deepEqual(done, ['answer']);
    events.emit(playing, { playing: false, clip: '' });
    assert.deepEqual([done, verdicts()], [['answer'], ['goes-on']]);
    events.emit(office, { id: 'call', active: false });
    assert.deepEqual(verdicts(), ['ended']);
    events.emit(playing, { playing: true, clip: '' });
    events.emit(playing, { playing: false, clip: '' });
    assert.deepEqual([done, verdicts()], [['answer'], ['not-met']]);
    assert.match(whys()[0]!, /its trigger came, but "Schedule" with active yes does not hold/);
  });

  it('does not take an inverted trigger that holds from the start for one that comes', async () => {
    const { events, rules, done } = await rulesRig();
    await rules.add(rule([when(playing, { playing: true }, true)], say('silence'), { trigger: true }));
    events.emit(playing, { playing: false, clip: '' });
    assert.deepEqual(done, []);
    events.emit(playing, { playing: true, clip: '' });
    events.emit(playing, { playing: false, clip: '' });
    assert.deepEqual(done, ['silence']);
  });

  it('acts on every pulse that is as wanted, while the others hold', async () => {
    const { events, rules, done, causes, whys } = await rulesRig();
    const twice = when(knock, { times: 2 });
    await rules.add(rule([twice, when(playing, { playing: true }, true)], say('come in'), { trigger: true }));
    events.emit(knock, { times: 1 });
    assert.match(whys()[0]!, /times is 1, not 2/);
    events.emit(knock, { times: 2 });
    events.emit(knock, { times: 2 });
    events.emit(playing, { playing: true, clip: '' });
    events.emit(knock, { times: 2 });
    assert.deepEqual(done, ['come in', 'come in']);
    assert.match(whys()[0]!, /is inverted: it must not be so, and it is/);
    assert.deepEqual(causes[0]?.data, { times: 2 });
  });

  it('takes each instance of a state for a trigger of its own', async () => {
    const { events, rules, done } = await rulesRig();
    await rules.add(rule([when(virtualInput, { active: true })], say('raised'), { trigger: true }));
    for (const port of [3, 4, 3]) events.emit(virtualInput, { port, active: true });
    assert.deepEqual(done, ['raised', 'raised']);
  });

  it('takes an instance that nobody has told for what all are at first', async () => {
    const { rules, done } = await rulesRig();
    await rules.add(rule([when(virtualInput, { port: 9, active: false })], say('down')));
    await rules.add(rule([when(virtualInput, { port: 9, active: true }, true)], say('not up')));
    await rules.add(rule([when(virtualInput, { port: 9, active: true })], say('up')));
    assert.deepEqual(done, ['down', 'not up']);
  });

  it('begins what lasts with the rule and ends it with the rule', async () => {
    const { events, rules, done, verdicts } = await rulesRig();
    const { id } = await rules.add(rule([when(playing, { playing: true })], say('on', true)));
    events.emit(playing, { playing: true, clip: '' });
    assert.deepEqual(verdicts(), ['began']);
    events.emit(playing, { playing: false, clip: '' });
    await settle();
    assert.deepEqual(done, ['on…', '…on']);
    events.emit(playing, { playing: true, clip: '' });
    await rules.change(id, { name: 'Another name', wait: 3 });
    await settle();
    assert.deepEqual(done, ['on…', '…on', 'on…']);
    await rules.change(id, { enabled: false });
    await settle();
    assert.deepEqual(done.at(-1), '…on');
    await rules.change(id, { enabled: true });
    assert.deepEqual(done.at(-1), 'on…');
    await rules.remove(id);
    await settle();
    assert.deepEqual(done.at(-1), '…on');
  });

  it('ends what lasts when the speaker stops', async () => {
    const { events, rules, done, stop } = await rulesRig();
    await rules.add(rule([when(playing, { playing: true })], say('on', true)));
    events.emit(playing, { playing: true, clip: '' });
    await stop();
    assert.deepEqual(done, ['on…', '…on']);
  });

  it('begins a rule whose states hold when the speaker starts', async () => {
    const first = await rulesRig();
    await first.rules.add(rule([when(playing, { playing: true }, true)], say('quiet')));
    const { done, engine } = await rulesRig({ stored: first.file.content });
    assert.deepEqual(done, ['quiet']);
    assert.equal(engine.trace()[0]?.happening.def.title, 'The rules start');
  });

  it('waits between actions, and begins late what lasts', async () => {
    const { clock, events, rules, done, verdicts, whys } = await rulesRig();
    await rules.add(rule([when(knock)], say('once'), { trigger: true, wait: 90 }));
    events.emit(knock, { times: 1 });
    await clock.advance(30_000);
    events.emit(knock, { times: 1 });
    assert.deepEqual([done, verdicts()], [['once'], ['waits']]);
    assert.match(whys()[0]!, /another 0:01:00/);
    await clock.advance(60_000);
    events.emit(knock, { times: 1 });
    assert.deepEqual(done, ['once', 'once']);

    await rules.add(rule([when(playing, { playing: true })], say('on', true), { wait: 10 }));
    for (const on of [true, false, true]) events.emit(playing, { playing: on, clip: '' });
    await clock.advance(9000);
    assert.deepEqual(done.slice(2), ['on…', '…on']);
    await clock.advance(1000);
    assert.deepEqual(done.slice(2), ['on…', '…on', 'on…']);
  });

  it('says what failed, does the fallback and tells an event', async () => {
    const { events, rules, done, engine, heard } = await rulesRig();
    const conditions = [when(knock)];
    const { id } = await rules.add(rule(conditions, say('fail'), { trigger: true, fallback: say('instead') }));
    events.emit(knock, { times: 1 });
    await settle();
    assert.deepEqual(done, ['fail', 'instead']);
    const [look] = engine.trace().find(({ happening }) => happening.def.id === 'knock')!.looks;
    assert.deepEqual(look?.action, { state: 'failed', problem: 'the recipient refused it. In its place: Say' });
    assert.equal(engine.states().find(state => state.id === id)?.problem, 'the recipient refused it');
    assert.deepEqual(
      heard.map(({ def }) => def.id),
      ['knock', 'rules.action-failed'],
    );
  });

  it('keeps four actions of a rule under way, no more', async () => {
    const { events, rules, done, hanging, verdicts } = await rulesRig();
    await rules.add(rule([when(knock)], say('hang'), { trigger: true }));
    for (let i = 0; i < 6; i++) events.emit(knock, { times: 1 });
    assert.deepEqual([done.length, verdicts()], [4, ['busy']]);
    hanging.forEach(finish => finish());
    await settle();
    events.emit(knock, { times: 1 });
    assert.equal(done.length, 5);
  });

  for (const [how, id] of [
    ['at once', 'raise'],
    ['a little later', 'raise-later'],
  ] as const) {
    it(`stops rules that set each other off ${how}`, async () => {
      const { clock, events, rules, heard, engine } = await rulesRig();
      const raise = (active: boolean) => ({ id, args: { port: 1, active }, hold: false });
      await rules.add(rule([when(virtualInput, { port: 1, active: true })], raise(false), { trigger: true }));
      await rules.add(rule([when(virtualInput, { port: 1, active: false })], raise(true), { trigger: true }));
      events.emit(virtualInput, { port: 1, active: true });
      for (let i = 0; i < 200; i++) await settle();
      assert.ok(heard.length < 60, `${heard.length} events`);
      const looks = engine.trace().flatMap(traced => traced.looks);
      assert.match(looks.find(({ verdict }) => verdict === 'loop' || verdict === 'busy')?.why ?? '', /rests|under way/);
      const before = heard.length;
      await clock.advance(11_000);
      events.emit(virtualInput, { port: 1, active: true });
      events.emit(virtualInput, { port: 1, active: false });
      for (let i = 0; i < 10; i++) await settle();
      assert.ok(heard.length > before + 3);
    });
  }

  it('goes on where a rule waits for an event or an action that is not there any more', async () => {
    const stored = [
      { id: '1', ...(await rulesRig()).rules.check(rule([when(knock)], say('hello'), { trigger: true })) },
    ];
    const broken = [
      { ...stored[0]!, conditions: [{ event: 'gone', fields: {}, invert: false }] },
      { ...stored[0]!, id: '2', action: { id: 'gone', args: {}, hold: false } },
    ];
    const { events, engine } = await rulesRig({ stored: broken });
    events.emit(knock, { times: 1 });
    await settle();
    assert.match(engine.states().find(({ id }) => id === '2')?.problem ?? '', /no action gone any more/);
  });
});
