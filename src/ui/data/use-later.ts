import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type * as later from '../pages/later.ts';

type Later = typeof later;

/** A component that the first load goes without, loaded when it is wanted; undefined until it is there. */
export function useLater<P>(wanted: boolean, pick: (later: Later) => ComponentType<P>): ComponentType<P> | undefined {
  const [loaded, setLoaded] = useState<ComponentType<P> | undefined>();
  useEffect(() => {
    if (wanted && loaded === undefined) void import('../pages/later.ts').then(file => setLoaded(() => pick(file)));
  }, [wanted]);
  return wanted ? loaded : undefined;
}
