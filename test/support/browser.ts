/** Chromium as the person at the page: what the browser tests see and press. */
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { PASSWORD, startStentor, type Stentor } from './stentor.ts';

/** The sizes the page is made for. */
export const DESK = { viewport: { width: 1280, height: 800 } } as const;
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;

/** How long a page may take for anything, ms: a machine may be slow, and nothing here is about speed. */
const PATIENCE_MS = 30_000;

/** Starts the browser, with more of its own options or by another program if told; the caller closes it. */
export const openBrowser = (more: readonly string[] = [], executablePath = '/usr/bin/chromium'): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

/** A page of its own, with cookies of its own: nobody is logged in. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  // The speaker signed its certificate itself.
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...DESK, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return context.newPage();
}

/** Fills the login form. */
export async function logIn(page: Page, user = 'root', password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

interface VisitOptions extends BrowserContextOptions {
  /** The place within the page. */
  readonly place?: string;
  readonly user?: string;
  readonly password?: string;
}

/** Opens the page at a place and logs in; resolves when the place's title is there. */
export async function visit(browser: Browser, stentor: Pick<Stentor, 'https'>, options: VisitOptions = {}) {
  const { place = '/status', user, password, ...more } = options;
  const page = await openPage(browser, more);
  await page.goto(`${stentor.https}${place}`);
  await logIn(page, user, password);
  await title(page).filter({ hasNotText: 'Log in' }).waitFor();
  return page;
}

/** A speaker that is set up, and its page at a place, seen by root; `close` ends both. */
export async function openStentor(place: string): Promise<OpenStentor> {
  const [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
  await stentor.setUp();
  return {
    stentor,
    browser,
    page: await visit(browser, stentor, { place }),
    close: async () => {
      await browser.close();
      await stentor.stop();
    },
  };
}

interface OpenStentor {
  readonly stentor: Stentor;
  readonly browser: Browser;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** The page's title. */
export const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });

/** The same, where it has the focus. */
export const focused = (what: Locator): Locator => what.and(what.page().locator(':focus'));

/** A card of a page by its title. */
export const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Names and values of the description lists in `within`. */
export async function facts(within: Locator): Promise<ReadonlyMap<string, string>> {
  const names = await within.getByRole('term').allInnerTexts();
  const values = await within.getByRole('definition').allInnerTexts();
  return new Map(names.map((name, i) => [name, values[i] ?? '']));
}

/** Chooses from the menu behind a button. */
export async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** What goes wrong in a page without being shown: errors in its console, and questions to anybody but the speaker. */
export function watchFaults(page: Page, origin: string): readonly string[] {
  const faults: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => faults.push(`error: ${error.message}`));
  const look = (url: string) => {
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) faults.push(`request to ${url}`);
  };
  page.on('request', request => look(request.url()));
  page.on('websocket', socket => look(socket.url().replace(/^ws/, 'http')));
  return faults;
}
