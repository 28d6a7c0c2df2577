import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSpeaker } from '../../data/speaker.ts';
import { Logo } from '../../frame/logo.tsx';
import { ThemeButton } from '../../frame/theme-button.tsx';

interface EntranceProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** What is around the pages in front of the login. */
export function Entrance({ title, children }: EntranceProps) {
  const { session } = useSpeaker();
  const { product = 'Stentor', hostName = '' } = session.current.value ?? {};
  useEffect(() => {
    document.title = [title, hostName, product].filter(part => part !== '').join(' – ');
  }, [title, hostName, product]);
  return (
    <div class="entrance">
      <header>
        <Logo />
        <strong>{product}</strong>
        <span class="host">{hostName}</span>
        <ThemeButton />
      </header>
      <main class="card">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
