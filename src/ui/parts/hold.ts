import type { TargetedEvent, TargetedPointerEvent } from 'preact';

const isPressKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';

interface Hold {
  readonly down: () => void;
  /** May come without a `down` before it. */
  readonly up: () => void;
}

/** What a button listens to that does something for as long as it is held, by pointer or key. */
export function holdHandlers({ down, up }: Hold) {
  const onKey = (event: KeyboardEvent, act: () => void) => {
    if (!isPressKey(event)) return;
    // Otherwise the browser makes a click of it.
    event.preventDefault();
    if (!event.repeat) act();
  };
  return {
    onPointerDown(event: TargetedPointerEvent<HTMLButtonElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      down();
    },
    onPointerUp: up,
    onPointerCancel: up,
    onKeyDown: (event: KeyboardEvent) => onKey(event, down),
    onKeyUp: (event: KeyboardEvent) => onKey(event, up),
    onBlur: up,
    onContextMenu: (event: TargetedEvent) => event.preventDefault(),
  };
}
