import { useEffect, useState } from 'preact/hooks';

/** The speaker's time, going on here from what it said last. @param told ISO 8601 */
export function useClock(told: string): Date {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const began = performance.now();
    setPassed(0);
    const timer = setInterval(() => setPassed(performance.now() - began), 500);
    return () => clearInterval(timer);
  }, [told]);
  return new Date(Date.parse(told) + passed);
}
