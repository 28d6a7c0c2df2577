import { useLocation } from 'preact-iso';
import { Page } from '../frame/page.tsx';
import { t } from '../language/translate.ts';
import { rich } from '../language/rich.ts';

/** What every address shows that is no page. */
export function NotFoundPage() {
  const { path } = useLocation();
  return (
    <Page title={t('Page not found')}>
      <p>
        {rich('There is no page at {path}. Choose one from the menu, or go to <link>Status</link>.', {
          path: <code>{path}</code>,
          link: text => <a href="/status">{text}</a>,
        })}
      </p>
    </Page>
  );
}
