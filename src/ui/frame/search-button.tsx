import { useEffect, useState } from 'preact/hooks';
import { useLater } from '../data/use-later.ts';
import { t } from '../language/translate.ts';
import { IconButton } from '../parts/icon-button.tsx';

/** Opens the search, as the key `/` does wherever nothing is being typed. */
export function SearchButton() {
  const [open, setOpen] = useState(false);
  const SearchDialog = useLater(open, async () => (await import('../search/search-dialog.tsx')).SearchDialog);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <IconButton icon="search" label={t('Search (/)')} onClick={() => setOpen(true)} />
      {SearchDialog !== undefined && <SearchDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Also where a dialog is open already. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea, select') ||
    document.querySelector('dialog[open]') !== null);
