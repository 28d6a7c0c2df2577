import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from './refusal.ts';
import { useSpeaker } from './speaker.ts';

/** An answer that is wanted only here, and as it is at the moment. */
export interface Reading<T> {
  /** The last answer. */
  readonly value: T | undefined;
  readonly busy: boolean;
  readonly problem: string | undefined;
  readonly read: () => void;
}

/** Asks at an address, at once and whenever `read` is called or the address is another. */
export function useReading<T>(path: string): Reading<T> {
  const { client } = useSpeaker();
  const [value, setValue] = useState<T | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const [running, setRunning] = useState(0);
  /** Of the question whose answer counts. */
  const latest = useRef(0);
  const read = () => {
    const question = ++latest.current;
    setRunning(count => count + 1);
    setProblem(undefined);
    client
      .read(path)
      .then(
        answer => question === latest.current && setValue(answer as T),
        (error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          if (question === latest.current) setProblem(error.message);
        },
      )
      .finally(() => setRunning(count => count - 1));
  };
  useEffect(read, [path]);
  return { value, busy: running > 0, problem, read };
}
