import { boolean, choice, integer, object, optional, type Schema, string } from '../core/schema.ts';
import { defineEvent, type EventDef } from '../events/index.ts';

/** The speaker has started and can be used. */
export const systemReady = defineEvent({
  id: 'system.ready',
  title: 'System ready',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Status/SystemReady',
  initial: { ready: false },
  data: object({ ready: boolean() }),
});

/** What a press of the control button meant. */
export interface Gesture {
  /** How long it was down, ms; 0 where nobody saw it go down. */
  readonly heldMs: number;
  /** `calibrate` asks for a calibration of the speaker test, `announce` for the speaker's name and address. */
  readonly gesture: 'calibrate' | 'announce' | 'ignored' | 'refused';
  /** Why it did not count. */
  readonly reason?: string;
}

const gesture: Schema<Gesture> = object({
  heldMs: integer({ minimum: 0 }),
  gesture: choice(['calibrate', 'announce', 'ignored', 'refused']),
  reason: optional(string()),
});

/** Somebody pressed the control button and let it go. */
export const controlButton = defineEvent({
  id: 'system.control-button',
  title: 'Control button',
  group: 'I/O',
  kind: 'pulse',
  topic: 'tns1:Device/tnsaxis:IO/ControlButton',
  data: gesture,
});

/** The control button has been down for a minute: wedged or shorted. It never wipes anything. */
export const controlButtonStuck = defineEvent({
  id: 'system.control-button-stuck',
  title: 'Control button stuck',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:HardwareFailure/ControlButton',
  initial: { stuck: false },
  data: object({ stuck: boolean() }),
});

/** Button, LED and microphone switch cannot be reached. */
export const panelFault = defineEvent({
  id: 'system.panel-fault',
  title: 'Panel fault',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:HardwareFailure/Panel',
  initial: { failed: false },
  data: object({ failed: boolean(), reason: optional(string()) }),
});

/** The status LED flashes so that somebody finds the speaker. */
export const identifying = defineEvent({
  id: 'system.identifying',
  title: 'Identifying',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Status/Identifying',
  initial: { on: false },
  data: object({ on: boolean() }),
});

/** Where the microphone switch stands; nobody hears the microphone while it is off. */
export const microphoneSwitch = defineEvent({
  id: 'system.microphone-switch',
  title: 'Microphone switch',
  group: 'I/O',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:IO/MicrophoneSwitch',
  initial: { on: true },
  data: object({ on: boolean() }),
});

/** What button, LED and switch can tell. */
export const PANEL_EVENTS: readonly EventDef[] = [
  controlButton,
  controlButtonStuck,
  microphoneSwitch,
  panelFault,
  identifying,
];
