import { useId, useState } from 'preact/hooks';
import { IconButton } from '../../parts/icon-button.tsx';
import { useCodecOrder, type Way } from './use-codec-order.ts';
import { CODECS } from './words.ts';
import { t } from '../../language/translate.ts';

/** The codecs that calls may use, the most liked first. */
export function CodecOrder() {
  const id = useId();
  const order = useCodecOrder();
  if (order === undefined) return null;
  const { title, locked, list, chosen, saving, set, move, place } = order;
  const others = Object.keys(CODECS).filter(codec => !chosen.includes(codec));
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ol class="rows sip-codecs" ref={list} aria-label={t('Codecs in use, the most liked first')}>
        {chosen.map((codec, at) => (
          <CodecRow
            key={codec}
            codec={codec}
            at={at}
            count={chosen.length}
            locked={locked}
            onMove={move}
            onPlace={place}
            onRemove={() => set(chosen.filter(each => each !== codec))}
          />
        ))}
      </ol>
      <div class="sip-unused">
        {others.map(codec => (
          <button key={codec} type="button" class="button" disabled={locked} onClick={() => set([...chosen, codec])}>
            {t('Use {name}', { name: nameOf(codec) })}
          </button>
        ))}
      </div>
      <p class="field-hint">
        {t('The first that the other end knows, too, is used. The arrow keys move a codec as its buttons do.')}
        <span class="saved" role="status">
          {saving.state === 'saving' && ` ${t('Saving …')}`}
          {saving.state === 'saved' && ` ✓ ${t('Saved')}`}
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

interface CodecRowProps {
  readonly codec: string;
  readonly at: number;
  readonly count: number;
  readonly locked: boolean;
  readonly onMove: (codec: string, way: Way) => void;
  readonly onPlace: (codec: string, at: number) => void;
  readonly onRemove: () => void;
}

function CodecRow({ codec, at, count, locked, onMove, onPlace, onRemove }: CodecRowProps) {
  const name = nameOf(codec);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(codec, event.key === 'ArrowUp' ? 'up' : 'down');
  };
  const mover = (way: Way, isEnd: boolean) => (
    <IconButton
      icon={way}
      label={way === 'up' ? t('Move {name} up', { name }) : t('Move {name} down', { name })}
      disabled={locked || isEnd}
      onClick={() => onMove(codec, way)}
    />
  );
  const { isOver, ...dragging } = useDragging(codec, dropped => onPlace(dropped, at));
  return (
    <li
      class={isOver ? 'sip-codec over' : 'sip-codec'}
      data-codec={codec}
      draggable={!locked}
      onKeyDown={onKey}
      {...dragging}
    >
      <span>
        {at + 1}. {name}
      </span>
      {mover('up', at === 0)}
      {mover('down', at === count - 1)}
      <IconButton
        icon="close"
        label={t('Do not use {name}', { name })}
        disabled={locked || count === 1}
        onClick={onRemove}
      />
    </li>
  );
}

/** Of what is dragged, so that nothing else can be dropped here. */
const DRAGGED = 'application/x-stentor-codec';

/** Lets a row be dragged, and takes others that are let go over it. */
function useDragging(codec: string, dropped: (codec: string) => void) {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    onDragStart: ({ dataTransfer }: DragEvent) => dataTransfer?.setData(DRAGGED, codec),
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes(DRAGGED) !== true) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      dropped(event.dataTransfer?.getData(DRAGGED) ?? '');
    },
  };
}

const nameOf = (codec: string) => CODECS[codec] ?? codec;
