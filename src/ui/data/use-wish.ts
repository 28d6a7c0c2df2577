import { useRef, useState } from 'preact/hooks';
import { Wish } from './wish.ts';

/** A wish that lives as long as the component, and saves as the component's last rendering says. */
export function useWish<T>(save: (value: T) => Promise<unknown>): Wish<T> {
  const latest = useRef(save);
  latest.current = save;
  return useState(() => new Wish<T>(value => latest.current(value)))[0];
}
