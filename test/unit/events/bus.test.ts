import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { systemClock } from '../../../src/core/clock.ts';
import { createLog } from '../../../src/core/log.ts';
import { boolean, integer, object, string } from '../../../src/core/schema.ts';
import { defineEvent, EventBus, EventHistory } from '../../../src/events/index.ts';

const door = defineEvent({
  id: 'door',
  title: 'Door',
  kind: 'state',
  key: 'name',
  topic: 'tns1:Door',
  data: object({ name: string(), open: boolean() }),
});
const light = defineEvent({
  id: 'light',
  title: 'Light',
  kind: 'state',
  initial: { on: false },
  topic: 'tns1:Light',
  data: object({ on: boolean() }),
});
const knock = defineEvent({
  id: 'knock',
  title: 'Knock',
  kind: 'pulse',
  topic: 'tns1:Knock',
  data: object({ times: integer() }),
});

function bus() {
  const logged: string[] = [];
  const log = createLog((level, _area, message) => logged.push(`${level} ${message}`));
  return { events: new EventBus({ catalog: [door, light, knock], clock: systemClock, log }), logged };
}

describe('EventBus', () => {
  it('keeps the present value of every instance of a state, and none of a pulse', () => {
    const { events } = bus();
    events.emit(door, { name: 'front', open: true });
    events.emit(door, { name: 'back', open: true });
    events.emit(door, { name: 'front', open: false });
    events.emit(knock, { times: 2 });
    assert.deepEqual(events.states(door), [
      { name: 'front', open: false },
      { name: 'back', open: true },
    ]);
    assert.deepEqual(events.states(knock), []);
  });

  it('knows the initial value of a state that nobody has told', () => {
    assert.deepEqual(bus().events.states(light), [{ on: false }]);
  });

  it('lets every listener hear the same order, also of what a listener emits', () => {
    const { events } = bus();
    const heard: string[] = [];
    events.on(knock, ({ times }) => times === 1 && events.emit(light, { on: true }));
    events.onAny(({ def }) => heard.push(def.id));
    events.emit(knock, { times: 1 });
    assert.deepEqual(heard, ['knock', 'light']);
  });

  it('logs a listener that fails, and nobody else notices', async () => {
    const { events, logged } = bus();
    let heard = 0;
    events.on(knock, () => {
      throw new Error('no');
    });
    events.on(knock, () => Promise.reject(new Error('later')));
    events.on(knock, () => heard++);
    events.emit(knock, { times: 1 });
    await new Promise(setImmediate);
    assert.equal(heard, 1);
    assert.deepEqual(logged, ['error event listener failed', 'error event listener failed']);
  });

  it('forgets an instance of a state that is no more, and no other', () => {
    const door = defineEvent({
      id: 'door',
      title: 'Door',
      kind: 'state',
      key: 'name',
      topic: 'Door',
      data: object({ name: string(), open: boolean() }),
    });
    const { events } = bus();
    events.emit(door, { name: 'a', open: true });
    events.emit(door, { name: 'b', open: true });
    events.forget(door, 'a');
    assert.deepEqual(events.states(door), [{ name: 'b', open: true }]);
  });

  it('keeps the last thousand in the history', () => {
    const { events } = bus();
    const history = new EventHistory(events);
    history.start();
    for (let times = 0; times < 1200; times++) events.emit(knock, { times });
    assert.equal(history.list().length, 1000);
    assert.deepEqual(history.list()[0]?.data, { times: 200 });
  });
});
