import { useEffect, useRef, useState } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { holdHandlers } from '../../parts/hold.ts';
import { number, t } from '../../language/translate.ts';

const SHORTEST_MS = 50;
const LONGEST_MS = 60_000;
/** For programs that click without ever pressing. */
const CLICK_MS = 200;
const TICK_MS = 100;

interface ControlButtonProps {
  /** Whether the speaker sees the button as pressed at this moment. */
  readonly pressed: boolean;
  readonly locked: boolean;
}

/** The control button of the virtual board: held with pointer or key, it is pressed for just as long. */
export function ControlButton({ pressed, locked }: ControlButtonProps) {
  const { client, toasts } = useSpeaker();
  const send = (ms: number) =>
    void toasts.attempt(() => client.change({ method: 'POST', path: '/api/board/press', body: { ms } }), 'press');
  const { heldMs, down, up } = useHold(send);
  const isDown = heldMs !== undefined || pressed;
  return (
    <div class="control-button">
      <button
        type="button"
        class={isDown ? 'push down' : 'push'}
        aria-label={t('Control button')}
        aria-describedby="control-button-hint"
        disabled={locked}
        {...holdHandlers({ down, up })}
        onClick={({ detail }) => {
          // No pointer was pressed: an assistive program, which cannot hold.
          if (detail === 0) send(CLICK_MS);
        }}
      />
      <span>
        <strong>{t('Control button')}</strong>
        <small id="control-button-hint">{hint(heldMs, pressed)}</small>
      </span>
    </div>
  );
}

function hint(heldMs: number | undefined, pressed: boolean): string {
  if (heldMs !== undefined) return t('Held for {seconds} s', { seconds: number(heldMs / 1000, 1) });
  return pressed ? t('The speaker sees it pressed') : t('Press, or hold as long as you like');
}

/** Measures how long something is held, ms; tells it when it is let go. */
function useHold(onRelease: (ms: number) => void) {
  const since = useRef<number | undefined>(undefined);
  const [heldMs, setHeldMs] = useState<number | undefined>();
  const held = heldMs !== undefined;
  useEffect(() => {
    if (!held) return undefined;
    const timer = setInterval(() => setHeldMs(performance.now() - (since.current ?? performance.now())), TICK_MS);
    return () => clearInterval(timer);
  }, [held]);
  const down = () => {
    since.current ??= performance.now();
    setHeldMs(0);
  };
  const up = () => {
    if (since.current === undefined) return;
    const ms = Math.round(performance.now() - since.current);
    since.current = undefined;
    setHeldMs(undefined);
    onRelease(Math.max(SHORTEST_MS, Math.min(LONGEST_MS, ms)));
  };
  return { heldMs, down, up };
}
