import { useEffect, useState } from 'preact/hooks';

/** Seconds that are left, counted here from what the speaker said. @param told what the speaker told, anew each time */
export function useCountdown(told: { readonly leftS: number }): number {
  const [left, setLeft] = useState(told.leftS);
  useEffect(() => {
    setLeft(told.leftS);
    const end = performance.now() + told.leftS * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [told]);
  return left;
}

/** `1:05`. */
export function minutesText(seconds: number): string {
  const rest = String(seconds % 60).padStart(2, '0');
  return `${Math.floor(seconds / 60)}:${rest}`;
}
