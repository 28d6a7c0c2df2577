import { useEffect } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { isOver } from './words.ts';

/** How often the figures of running calls are asked for, ms: only changes of state are told by themselves. */
const EVERY_MS = 2000;

/** Keeps the statistics of calls fresh while they are looked at. */
export function useCallFigures(): void {
  const { sip } = useSpeaker();
  const runs = sip.value.value?.calls.some(call => !isOver(call)) === true;
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void sip.ask();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [runs, sip]);
}
