import type { Board } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { EventBus } from '../events/index.ts';
import type { ParamStore } from '../settings/index.ts';
import { flashLedAction } from './flash-led.ts';
import { ControlButton } from './control-button.ts';
import { microphoneSwitch, panelFault } from './events.ts';
import { Identify } from './identify.ts';
import { Occupation } from './occupation.ts';
import { announceOnDoublePress, microphoneSwitchState, panelDriver, steadyGreen } from './panel-params.ts';
import { StatusLight } from './status-light.ts';

interface PanelDeps {
  readonly board: Pick<Board, 'button' | 'led' | 'micSwitch' | 'panel'>;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly clock: Clock;
}

/** The outside of the speaker: button, status LED, microphone switch, and what they say. */
export function createPanel({ board, events, params, clock }: PanelDeps) {
  const light = new StatusLight({ led: board.led, clock });
  const occupation = new Occupation();
  const identify = new Identify({ light, events, clock });
  const button = new ControlButton({
    button: board.button,
    events,
    clock,
    busyWith: () => occupation.what(),
    twice: () => params.get(announceOnDoublePress),
  });
  const { micSwitch, panel } = board;
  const tellSwitch = (on: boolean) => events.emit(microphoneSwitch, { on });
  const tellFault = (fault: string | undefined) =>
    events.emit(panelFault, fault === undefined ? { failed: false } : { failed: true, reason: fault });
  params.provide(microphoneSwitchState, () => (micSwitch.fitted ? (micSwitch.on ? 'on' : 'off') : 'none'));
  params.provide(panelDriver, () => panel.driver);

  return {
    light,
    occupation,
    identify,
    actions: [identify.action(), flashLedAction({ light, clock })],
    start(): Off {
      light.starting();
      tellSwitch(micSwitch.on);
      tellFault(panel.fault);
      const offs = [
        params.follow(steadyGreen, steady => light.setSteady(steady)),
        button.start(),
        micSwitch.onChange(tellSwitch),
        panel.onFault(tellFault),
      ];
      return () => {
        for (const off of offs) off();
        identify.find(0, false);
        light.stop();
      };
    },
  };
}
