import { useLocation } from 'preact-iso';
import { Page } from '../frame/page.tsx';

/** What every address shows that is no page. */
export function NotFoundPage() {
  const { path } = useLocation();
  return (
    <Page title="Page not found">
      <p>
        There is no page at <code>{path}</code>. Choose one from the menu, or go to <a href="/status">Status</a>.
      </p>
    </Page>
  );
}
