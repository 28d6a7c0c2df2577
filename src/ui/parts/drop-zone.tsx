import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface DropZoneProps {
  /** What dropping does: "Drop audio files to add them". */
  readonly hint: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Takes files that are dropped anywhere on the page, and shows while they hover that it would. */
export function DropZone({ hint, onFiles }: DropZoneProps) {
  const [hovering, setHovering] = useState(false);
  useEffect(() => listenForFiles({ onFiles, onHover: setHovering }), [onFiles]);
  if (!hovering) return null;
  return (
    <div class="drop-zone">
      <p>
        <Icon name="upload" /> {hint}
      </p>
    </div>
  );
}

interface Listeners {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onHover: (hovering: boolean) => void;
}

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;

function listenForFiles({ onFiles, onHover }: Listeners): () => void {
  const over = (event: DragEvent) => {
    if (!carriesFiles(event) || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    onHover(true);
  };
  const leave = ({ relatedTarget }: DragEvent) => {
    if (relatedTarget === null) onHover(false);
  };
  const drop = (event: DragEvent) => {
    onHover(false);
    if (!carriesFiles(event) || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  };
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', leave);
  document.addEventListener('drop', drop);
  return () => {
    document.removeEventListener('dragover', over);
    document.removeEventListener('dragleave', leave);
    document.removeEventListener('drop', drop);
  };
}
