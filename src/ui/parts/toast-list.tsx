import { useEffect, useState } from 'preact/hooks';
import { useSpeaker } from '../data/speaker.ts';
import type { Toast } from '../data/toasts.ts';
import { IconButton } from './icon-button.tsx';
import { Icon } from './icon.tsx';
import { t } from '../language/translate.ts';

const SHOWN_MS = 6000;
/** Longer where there is something to decide. */
const UNDO_MS = 12_000;

/** The messages at the edge of the page. What was done goes away by itself, what failed stays until it is closed. */
export function ToastList() {
  const { toasts } = useSpeaker();
  const all = toasts.list.value;
  return (
    <section class="toasts" aria-label={t('Messages')}>
      <div role="status">{all.filter(({ kind }) => kind === 'done').map(show)}</div>
      <div role="alert">{all.filter(({ kind }) => kind === 'error').map(show)}</div>
    </section>
  );
}

const show = (toast: Toast) => <ToastView key={toast.id} toast={toast} />;

function ToastView({ toast: { id, kind, text, undo } }: { readonly toast: Toast }) {
  const { toasts } = useSpeaker();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || kind === 'error') return undefined;
    const timer = setTimeout(() => toasts.close(id), undo === undefined ? SHOWN_MS : UNDO_MS);
    return () => clearTimeout(timer);
  }, [held]);
  const takeBack = () => {
    toasts.close(id);
    if (undo !== undefined) void toasts.attempt(undo);
  };
  return (
    <div
      class={`toast ${kind}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <Icon name={kind === 'done' ? 'check' : 'warning'} />
      <p>{text}</p>
      {undo !== undefined && (
        <button type="button" class="button quiet" onClick={takeBack}>
          {t('Undo')}
        </button>
      )}
      <IconButton icon="close" label={t('Close message')} onClick={() => toasts.close(id)} />
    </div>
  );
}
