import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component that the first load goes without, loaded when it is wanted; undefined until it is there. */
export function useLater<P>(wanted: boolean, load: () => Promise<ComponentType<P>>): ComponentType<P> | undefined {
  const [loaded, setLoaded] = useState<ComponentType<P> | undefined>();
  useEffect(() => {
    if (wanted && loaded === undefined) void load().then(component => setLoaded(() => component));
  }, [wanted]);
  return wanted ? loaded : undefined;
}
