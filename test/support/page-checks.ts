/** What every page must be, however it looks: usable by everybody, not wider than the screen, reachable by keys. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds wrong with a page as it is now, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, { resultTypes: ['violations'] })`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Elements that reach over the right edge of the screen or of an open dialog, so that one had to scroll sideways. */
export const tooWide = (page: Page, width: number): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const roots = [document.documentElement, ...document.querySelectorAll('dialog[open]')];
    const wide = roots.filter(root => root.scrollWidth > (root === roots[0] ? ${width} : root.clientWidth));
    return wide.flatMap(root => {
      const edge = root === roots[0] ? ${width} : root.getBoundingClientRect().left + root.clientWidth;
      const over = [...root.querySelectorAll('*')].filter(each => each.getBoundingClientRect().right > edge + 0.5);
      return [root, ...over].map(each => each.tagName + ': ' + each.textContent.trim().slice(0, 40));
    });
  })()`);

const SCREENSHOTS = join(import.meta.dirname, '../../docs/screenshots');

/** Makes the picture `FILE-WIDTH.png` of the documentation where SCREENSHOTS is 1: of the whole page unless told. */
export async function screenshot(page: Page, file: string, fullPage = true): Promise<void> {
  if (process.env['SCREENSHOTS'] !== '1') return;
  const size = page.viewportSize()!;
  // A screen as tall as the page: Playwright's own full page would forget that this is a phone.
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  if (fullPage) await page.setViewportSize({ ...size, height });
  await page.screenshot({ path: join(SCREENSHOTS, `${file}-${size.width}.png`), animations: 'disabled' });
  await page.setViewportSize(size);
}

/** Usable by everybody, and not wider than the screen; a picture `NAME.png` where SHOTS names a folder. */
export async function look(page: Page, name: string): Promise<void> {
  assert.deepEqual(await axeFindings(page), []);
  assert.deepEqual(await tooWide(page, page.viewportSize()!.width), []);
  const { SHOTS } = process.env;
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** One stop of the Tab key. */
interface Stop {
  readonly name: string;
  /** Whether one sees that the focus is there: an outline, inside of the screen. */
  readonly shown: boolean;
}

const FOCUS = `(() => {
  window.nameOf = each => (each.ariaLabel ?? each.labels?.[0]?.textContent ?? each.textContent).trim();
  window.reachable = () => {
    const dialog = document.querySelector('dialog:modal');
    const all = [...(dialog ?? document).querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    return all.filter(each => {
      const unchecked = each.type === 'radio' && !each.checked;
      return !each.disabled && each.tabIndex >= 0 && !unchecked && each.checkVisibility({ visibilityProperty: true });
    });
  };
  window.moved = () => {
    const before = window.last;
    window.last = document.activeElement;
    return window.last !== before;
  };
  window.stop = () => {
    const each = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    const { top, bottom, width } = each.getBoundingClientRect();
    const inside = width > 0 && bottom > 0 && top < innerHeight;
    return { name: nameOf(each), shown: inside && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 };
  };
})()`;

/** Presses Tab from the first control on, and tells all controls in the order in which they stand and in which they are reached. */
export async function tabThrough(page: Page): Promise<{ readonly standing: string[]; readonly reached: Stop[] }> {
  await page.evaluate(FOCUS);
  const standing = await page.evaluate<string[]>('reachable().map(nameOf)');
  await page.evaluate('reachable()[0].focus(); moved()');
  const reached = [await page.evaluate<Stop>('stop()')];
  while (reached.length < standing.length) {
    await page.keyboard.press('Tab');
    // A field for a time has a stop for the hours and one for the minutes.
    if (!(await page.evaluate<boolean>('moved()'))) continue;
    reached.push(await page.evaluate<Stop>('stop()'));
  }
  return { standing, reached };
}
