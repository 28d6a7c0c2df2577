import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useSetting } from '../../data/use-setting.ts';
import { CODECS } from './words.ts';

export type Way = 'up' | 'down';

/** The codecs of calls, the most liked first, and how to change their order. Undefined until they are known. */
export function useCodecOrder() {
  const { setting, saving, wanted, change } = useSetting('Stentor.SIP.Codecs', CODECS);
  const list = useRef<HTMLOListElement>(null);
  const [moved, setMoved] = useState<{ readonly codec: string; readonly way: Way } | undefined>();
  const written = String(wanted === undefined ? (setting?.value ?? '') : wanted.value);
  // A row that moved takes the focus with it; at the end of the list only its other button is left.
  useLayoutEffect(() => {
    if (moved === undefined) return;
    const row = list.current?.querySelector(`[data-codec="${moved.codec}"]`);
    const [up, down] = row?.querySelectorAll<HTMLButtonElement>('button') ?? [];
    const [used, other] = moved.way === 'up' ? [up, down] : [down, up];
    (used?.disabled === false ? used : other)?.focus();
    setMoved(undefined);
  }, [written, moved]);
  if (setting === undefined) return undefined;
  const chosen = written.split(',');
  const set = (codecs: readonly string[]) => change(codecs.join(','));
  const move = (codec: string, way: Way) => {
    const from = chosen.indexOf(codec);
    const to = from + (way === 'up' ? -1 : 1);
    if (!setting.writable || to < 0 || to >= chosen.length) return;
    set(chosen.toSpliced(from, 1).toSpliced(to, 0, codec));
    setMoved({ codec, way });
  };
  /** Puts one in the place that another has. */
  const place = (codec: string, to: number) => {
    const from = chosen.indexOf(codec);
    if (setting.writable && from >= 0 && from !== to) set(chosen.toSpliced(from, 1).toSpliced(to, 0, codec));
  };
  return { title: setting.title, locked: !setting.writable, list, chosen, saving, set, move, place };
}
