/** Every page and tab, as the address names it. */
import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { title } from './browser.ts';

const TABS: Readonly<Record<string, readonly string[]>> = {
  '/system/events': ['rules', 'schedules', 'recipients', 'manual-triggers', 'mqtt'],
  '/system/sip/phone': ['settings', 'accounts', 'test-call', 'call-status', 'dialogs'],
};

/** The places that the menu and the tabs of its pages lead to. */
export async function placesOf(page: Page): Promise<readonly string[]> {
  const links = await page.locator('.side a').all();
  const menu = await Promise.all(links.map(async link => (await link.getAttribute('href')) ?? ''));
  assert.ok(menu.length > 20, menu.join());
  return menu.flatMap(place => TABS[place]?.map(tab => `${place}/${tab}`) ?? [place]);
}

/** Opens a place; resolves when nothing is being loaded any more. Every page has one title. */
export async function openPlace(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await title(page).waitFor();
  await page.locator('.page-head').waitFor();
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
  assert.equal(await title(page).count(), 1, `one title: ${address}`);
}
