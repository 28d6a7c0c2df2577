import { boolean, integer, object } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** The speaker has started and can be used. */
export const systemReady = defineEvent({
  id: 'system.ready',
  title: 'System ready',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Status/SystemReady',
  initial: { ready: false },
  data: object({ ready: boolean() }),
});

/** Somebody pressed the control button and let it go; `heldMs` is how long it was down, ms. */
export const controlButton = defineEvent({
  id: 'system.control-button',
  title: 'Control button',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:IO/ControlButton',
  data: object({ heldMs: integer({ minimum: 0 }) }),
});

/** Where the microphone switch stands; nobody hears the microphone while it is off. */
export const microphoneSwitch = defineEvent({
  id: 'system.microphone-switch',
  title: 'Microphone switch',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:IO/MicrophoneSwitch',
  initial: { on: true },
  data: object({ on: boolean() }),
});
