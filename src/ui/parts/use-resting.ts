import { useEffect, useRef, useState } from 'preact/hooks';

/** Keys move a slider step by step; it rests when none came for so long. */
const REST_MS = 300;

/** A value that is told when it has not changed for a while, or when the slider goes away before; then it is undefined again. */
export function useResting<T>(tell: (value: T) => void) {
  const latest = useRef(tell);
  latest.current = tell;
  const [draft, setDraft] = useState<T | undefined>();
  const waiting = useRef<T | undefined>(undefined);
  waiting.current = draft;
  const rest = () => {
    const value = waiting.current;
    waiting.current = undefined;
    setDraft(undefined);
    if (value !== undefined) latest.current(value);
  };
  useEffect(() => {
    if (draft === undefined) return undefined;
    const timer = setTimeout(rest, REST_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => rest, []);
  return [draft, setDraft] as const;
}
