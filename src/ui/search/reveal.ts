import type { Found } from './find.ts';

/** A page that is slower than this is opened, and that is all. */
const PATIENCE_MS = 5000;

/** Brings what was found into view and gives it the focus, as soon as its page shows it. */
export function reveal(found: Found): void {
  if (found.where === '') return;
  const end = performance.now() + PATIENCE_MS;
  const look = () => {
    const target = targetOf(found);
    if (target === undefined) {
      if (performance.now() < end) setTimeout(look, 50);
      return;
    }
    for (let each = target.parentElement; each !== null; each = each.parentElement)
      if (each instanceof HTMLDetailsElement) each.open = true;
    target.scrollIntoView({ block: 'center' });
    // After the page's title, which has the focus when a page was opened.
    setTimeout(() => target.focus({ preventScroll: true }), 100);
  };
  setTimeout(look);
}

const CONTROLS = 'input, select, textarea, button, [tabindex]';

function targetOf({ text, setting }: Found): HTMLElement | undefined {
  const main = document.getElementById('main');
  if (setting !== undefined)
    return main?.querySelector<HTMLElement>(`[data-setting="${CSS.escape(setting)}"] :is(${CONTROLS})`) ?? undefined;
  const named = [...(main?.querySelectorAll<HTMLElement>('h2, label, legend') ?? [])].find(
    each => each.textContent.trim() === text,
  );
  if (named instanceof HTMLLabelElement && named.control instanceof HTMLElement) return named.control;
  if (named !== undefined && !named.hasAttribute('tabindex')) named.tabIndex = -1;
  return named;
}
