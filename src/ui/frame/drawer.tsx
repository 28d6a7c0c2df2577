import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../parts/icon-button.tsx';
import { SideMenu } from './side-menu.tsx';
import { t } from '../language/translate.ts';

/** The main menu on a narrow screen: slides over the page. */
export function Drawer({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    const opener = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-label={t('Menu')}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClick={event => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="drawer-inside">
        <IconButton icon="close" label={t('Close menu')} onClick={onClose} />
        <SideMenu onChosen={onClose} />
      </div>
    </dialog>
  );
}
