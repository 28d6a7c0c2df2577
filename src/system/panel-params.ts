import { boolean, string } from '../core/schema.ts';
import { defineParam, onOff, type ParamDef } from '../settings/index.ts';

/** The manual knows both looks of normal operation. */
export const steadyGreen = defineParam({
  path: 'Stentor.StatusLED.SteadyGreen',
  title: 'Keep the status LED green in normal operation',
  schema: boolean(),
  value: false,
  read: 'viewer',
  write: 'operator',
  hint: 'switch',
});

/** Whoever stands before a speaker without knowing its address hears it. */
export const announceOnDoublePress = onOff(
  'Stentor.Panel.AnnounceOnDoublePress',
  'Say name and IP address when the control button is pressed twice',
  true,
);

/** `on`, `off`, or `none` where the board has no microphone switch. */
export const microphoneSwitchState: ParamDef<string> = defineParam({
  path: 'Stentor.Panel.MicrophoneSwitch',
  title: 'Microphone switch',
  schema: string(),
  value: 'none',
  read: 'viewer',
  write: 'never',
});

/** How button, LED and switch are driven. */
export const panelDriver: ParamDef<string> = defineParam({
  path: 'Stentor.Panel.Driver',
  title: 'Panel driver',
  schema: string(),
  value: 'none',
  read: 'viewer',
  write: 'never',
});

export const PANEL_PARAMS: readonly ParamDef[] = [
  steadyGreen,
  announceOnDoublePress,
  microphoneSwitchState,
  panelDriver,
];
