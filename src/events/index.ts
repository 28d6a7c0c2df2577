/** What can happen, and the one bus on which it is told. */
export { EventBus, type Happening } from './bus.ts';
export { EventHistory } from './history.ts';
export { defineEvent, EVENT_GROUPS, type EventDef } from './event.ts';
