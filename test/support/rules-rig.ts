import { type Action, type Cause, defineAction } from '../../src/actions/index.ts';
import { createLog } from '../../src/core/log.ts';
import { boolean, integer, object, string } from '../../src/core/schema.ts';
import { defineEvent, EventBus, type EventDef, type Happening } from '../../src/events/index.ts';
import { RuleEngine } from '../../src/rules/engine.ts';
import { actionFailed, virtualInput } from '../../src/rules/events.ts';
import type { Explanations } from '../../src/rules/explain.ts';
import type { Rule, RuleSpec } from '../../src/rules/rule.ts';
import { Rules } from '../../src/rules/rules.ts';
import { Collection } from '../../src/settings/index.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryFile } from './memory-file.ts';

export const playing = defineEvent({
  id: 'playing',
  title: 'Playing',
  kind: 'state',
  topic: 'tnsaxis:Playing',
  initial: { playing: false, clip: '' },
  data: object({ playing: boolean(), clip: string({ default: '' }) }),
});
export const knock = defineEvent({
  id: 'knock',
  title: 'Knock',
  kind: 'pulse',
  topic: 'tnsaxis:Knock',
  data: object({ times: integer({ minimum: 1 }) }),
});
export const office = defineEvent({
  id: 'office',
  title: 'Schedule',
  kind: 'state',
  key: 'id',
  topic: 'tnsaxis:Office',
  data: object({ id: string(), active: boolean() }),
});

/** A condition, an action and a whole rule in few words. */
export const when = (event: EventDef, fields: Rule['conditions'][number]['fields'] = {}, invert = false) => ({
  event: event.id,
  fields,
  invert,
});
export const say = (text: string, hold = false) => ({ id: 'say', args: { text }, hold });
export const rule = (
  conditions: Rule['conditions'],
  action: Rule['action'],
  more: Partial<RuleSpec> = {},
): Partial<RuleSpec> => ({ name: 'A rule', conditions, action, ...more });

interface RigOptions {
  readonly stored?: readonly Rule[];
  readonly explanations?: Explanations;
  readonly events?: readonly EventDef[];
  readonly actions?: readonly Action[];
}

/** Rules over events and actions of their own; what was done is in `done`. */
export async function rulesRig({ stored = [], explanations = {}, events: more = [], actions = [] }: RigOptions = {}) {
  const clock = new FakeClock();
  const logged: string[] = [];
  const log = createLog((_level, _area, message, details) => logged.push(`${message} ${JSON.stringify(details)}`));
  const catalog = [playing, knock, office, virtualInput, actionFailed, ...more];
  const events = new EventBus({ catalog, clock, log });
  const done: string[] = [];
  const causes: (Cause | undefined)[] = [];
  const heard: Happening[] = [];
  events.onAny(happening => heard.push(happening));
  const hanging: (() => void)[] = [];
  const sayAction = defineAction({
    id: 'say',
    title: 'Say',
    args: object({ text: string({ minLength: 1 }), loud: boolean({ default: false }) }),
    run: ({ text }, cause) => {
      causes.push(cause);
      done.push(text);
      if (text === 'fail') throw new Error('the recipient refused it');
      return text === 'hang' ? new Promise<void>(resolve => hanging.push(resolve)) : undefined;
    },
    hold: ({ text }) => {
      if (text === 'fail') throw new Error('it cannot last');
      done.push(`${text}…`);
      return () => done.push(`…${text}`);
    },
  });
  const port = object({ port: integer(), active: boolean({ default: true }) });
  const raise = defineAction({
    id: 'raise',
    title: 'Raise',
    args: port,
    run: data => events.emit(virtualInput, data),
  });
  const raiseLater = defineAction({
    id: 'raise-later',
    title: 'Raise a little later',
    args: port,
    run: data => void setImmediate(() => events.emit(virtualInput, data)),
  });
  const file = memoryFile<Rule[]>([...stored]);
  const rules = new Rules({
    records: new Collection({ file, noun: 'rule' }),
    catalog,
    actions: [sayAction, raise, raiseLater, ...actions],
  });
  const engine = new RuleEngine({ rules, events, clock, log, explanations });
  await rules.load();
  const stop = engine.start();
  const verdicts = () =>
    engine
      .trace()
      .at(-1)
      ?.looks.map(({ verdict }) => verdict) ?? [];
  const whys = () =>
    engine
      .trace()
      .at(-1)
      ?.looks.map(({ why }) => why) ?? [];
  return { clock, events, rules, engine, done, causes, heard, hanging, logged, file, stop, verdicts, whys };
}
