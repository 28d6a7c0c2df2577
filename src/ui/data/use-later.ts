import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Later = typeof import('../pages/later.ts');

/** A component that the first load goes without, loaded when it is wanted; undefined until it is there. */
export function useLater<P>(wanted: boolean, pick: (later: Later) => ComponentType<P>): ComponentType<P> | undefined {
  const [loaded, setLoaded] = useState<ComponentType<P> | undefined>();
  useEffect(() => {
    if (wanted && loaded === undefined) void import('../pages/later.ts').then(later => setLoaded(() => pick(later)));
  }, [wanted]);
  return wanted ? loaded : undefined;
}
