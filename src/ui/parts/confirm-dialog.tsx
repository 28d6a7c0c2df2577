import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.tsx';
import { SubmitForm } from './submit-form.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirm: string;
  readonly busy: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
  /** What will be lost. */
  readonly children: ComponentChildren;
}

/** Asks before something is done that cannot be taken back. */
export function ConfirmDialog({ title, confirm, busy, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <SubmitForm submit={confirm} busy={busy} danger onSubmit={onConfirm} onCancel={onClose}>
        <p>{children}</p>
      </SubmitForm>
    </Dialog>
  );
}
