import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { HelpButton } from './help-button.tsx';
import { useSpeaker } from '../data/speaker.ts';

interface PageProps {
  readonly title: string;
  /** What of the page is shown, where it has tabs. */
  readonly part?: string;
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One page: its title, also that of the browser's tab, and what is on it. */
export function Page({ title, part = '', actions, children }: PageProps) {
  const { session } = useSpeaker();
  const { product = 'Stentor', hostName = '' } = session.current.value ?? {};
  useEffect(() => {
    document.title = [part, title, hostName, product].filter(part => part !== '').join(' – ');
  }, [part, title, hostName, product]);
  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        <span class="page-actions">
          {actions}
          <HelpButton title={title} />
        </span>
      </div>
      {children}
    </>
  );
}
