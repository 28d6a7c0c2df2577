import type { Board, LedShow } from '../../src/board/index.ts';

/** A panel whose button a test presses and whose LED it watches. */
export function fakePanel({
  pressed = false,
  micOn = true,
  fitted = true,
}: { pressed?: boolean; micOn?: boolean; fitted?: boolean } = {}) {
  const presses = new Set<() => void>();
  const releases = new Set<(heldMs: number | undefined) => void>();
  const switches = new Set<(on: boolean) => void>();
  const faults = new Set<(fault: string) => void>();
  const shown: LedShow[] = [];
  const state = { pressed, micOn, fault: undefined as string | undefined };
  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => set.delete(listener);
  };
  const board: Pick<Board, 'button' | 'led' | 'micSwitch' | 'panel'> = {
    button: {
      get pressed() {
        return state.pressed;
      },
      onPress: listener => listen(presses, listener),
      onRelease: listener => listen(releases, listener),
    },
    led: { show: what => void shown.push(what) },
    micSwitch: {
      fitted,
      get on() {
        return state.micOn;
      },
      onChange: listener => listen(switches, listener),
    },
    panel: {
      driver: 'fake',
      get fault() {
        return state.fault;
      },
      onFault: listener => listen(faults, listener),
    },
  };
  return {
    board,
    shown,
    listening: () => presses.size + releases.size + switches.size + faults.size,
    press() {
      state.pressed = true;
      for (const listener of presses) listener();
    },
    release(heldMs: number | undefined) {
      state.pressed = false;
      for (const listener of releases) listener(heldMs);
    },
    flip(on: boolean) {
      state.micOn = on;
      for (const listener of switches) listener(on);
    },
    fail(fault: string) {
      state.fault = fault;
      for (const listener of faults) listener(fault);
    },
  };
}
