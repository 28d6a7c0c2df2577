import { t } from '../language/translate.ts';
import { Dialog } from '../parts/dialog.tsx';
import { helpOf } from './help-texts.ts';

interface HelpDialogProps {
  /** Of the page. */
  readonly title: string;
  readonly path: string;
  readonly onClose: () => void;
}

/** What a page is for and what one should know before one changes something there. */
export const HelpDialog = ({ title, path, onClose }: HelpDialogProps) => (
  <Dialog title={t('Help: {page}', { page: title })} onClose={onClose}>
    <div class="help-text">
      {helpOf(path).map(paragraph => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  </Dialog>
);
