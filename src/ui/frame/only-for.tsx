import type { ComponentChildren } from 'preact';
import { useSpeaker } from '../data/speaker.ts';
import { Page } from './page.tsx';
import { t } from '../language/translate.ts';

interface OnlyForProps {
  readonly needs: 'operator' | 'admin';
  /** Of the page. */
  readonly title: string;
  /** The page itself. */
  readonly children: ComponentChildren;
}

const NOTES: Readonly<Record<OnlyForProps['needs'], string>> = {
  admin: t('Only administrators can open this page. Ask one of them, or log in as one.'),
  operator: t('Only operators and administrators can open this page. Ask one of them, or log in as one.'),
};

/** A page, or, where the person's role does not suffice, who may open it. */
export function OnlyFor({ needs, title, children }: OnlyForProps) {
  const { session } = useSpeaker();
  if (session.may(needs)) return <>{children}</>;
  return (
    <Page title={title}>
      <p class="notice">{NOTES[needs]}</p>
    </Page>
  );
}
