import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useSetting } from '../../data/use-setting.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { CODECS } from './words.ts';

type Way = 'up' | 'down';

/** The codecs that calls may use, the most liked first. */
export function CodecOrder() {
  const { setting, saving, wanted, change } = useSetting('Stentor.SIP.Codecs', CODECS);
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const [moved, setMoved] = useState<{ readonly codec: string; readonly way: Way } | undefined>();
  const written = String(wanted === undefined ? (setting?.value ?? '') : wanted.value);
  // A row that moved takes the focus with it; at the end of the list only its other button is left.
  useLayoutEffect(() => {
    if (moved === undefined) return;
    const row = list.current?.querySelector(`[data-codec="${moved.codec}"]`);
    const buttons = [...(row?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])];
    (buttons.find(({ title }) => title.endsWith(moved.way)) ?? buttons[0])?.focus();
  }, [written, moved]);
  if (setting === undefined) return null;
  const chosen = written.split(',');
  const others = Object.keys(CODECS).filter(codec => !chosen.includes(codec));
  const locked = !setting.writable;
  const set = (codecs: readonly string[]) => change(codecs.join(','));
  const move = (codec: string, way: Way) => {
    const from = chosen.indexOf(codec);
    const to = from + (way === 'up' ? -1 : 1);
    if (locked || to < 0 || to >= chosen.length) return;
    set(chosen.toSpliced(from, 1).toSpliced(to, 0, codec));
    setMoved({ codec, way });
  };
  const onKey = (event: KeyboardEvent, codec: string) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    move(codec, event.key === 'ArrowUp' ? 'up' : 'down');
  };
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <h3 id={id}>{setting.title}</h3>
      <ol class="rows sip-codecs" ref={list} aria-label="Codecs in use, the most liked first">
        {chosen.map((codec, at) => (
          <li key={codec} class="sip-codec" data-codec={codec} onKeyDown={event => onKey(event, codec)}>
            <span>
              {at + 1}. {nameOf(codec)}
            </span>
            <MoveButton codec={codec} way="up" disabled={locked || at === 0} onMove={move} />
            <MoveButton codec={codec} way="down" disabled={locked || at === chosen.length - 1} onMove={move} />
            <IconButton
              icon="close"
              label={`Do not use ${nameOf(codec)}`}
              disabled={locked || chosen.length === 1}
              onClick={() => set(chosen.filter(each => each !== codec))}
            />
          </li>
        ))}
      </ol>
      <div class="sip-unused">
        {others.map(codec => (
          <button key={codec} type="button" class="button" disabled={locked} onClick={() => set([...chosen, codec])}>
            Use {nameOf(codec)}
          </button>
        ))}
      </div>
      <p class="field-hint">
        The first that the other end knows, too, is used. The arrow keys move a codec as its buttons do.
        <span class="saved" role="status">
          {saving.state === 'saving' ? ' Saving …' : ''}
          {saving.state === 'saved' ? ' ✓ Saved' : ''}
        </span>
      </p>
      {saving.state === 'refused' && (
        <p class="field-error" role="alert">
          {saving.message}
        </p>
      )}
    </div>
  );
}

interface MoveButtonProps {
  readonly codec: string;
  readonly way: Way;
  readonly disabled: boolean;
  readonly onMove: (codec: string, way: Way) => void;
}

const MoveButton = ({ codec, way, disabled, onMove }: MoveButtonProps) => (
  <IconButton
    icon={way}
    label={`Move ${nameOf(codec)} ${way}`}
    disabled={disabled}
    onClick={() => onMove(codec, way)}
  />
);

const nameOf = (codec: string) => CODECS[codec] ?? codec;
