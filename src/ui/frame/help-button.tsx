import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { useLater } from '../data/use-later.ts';
import { t } from '../language/translate.ts';
import { IconButton } from '../parts/icon-button.tsx';

/** Opens what there is to know about a page; it is in the speaker and needs no other network. */
export function HelpButton({ title }: { readonly title: string }) {
  const { path } = useLocation();
  const [open, setOpen] = useState(false);
  const HelpDialog = useLater(open, async () => (await import('../help/help-dialog.tsx')).HelpDialog);
  return (
    <>
      <IconButton icon="help" label={t('Help: {page}', { page: title })} onClick={() => setOpen(true)} />
      {HelpDialog !== undefined && <HelpDialog title={title} path={path} onClose={() => setOpen(false)} />}
    </>
  );
}
