/** How a person writes a rule on the page: by its labels, one after the other as the manual has them. */
import type { Page } from 'playwright-core';

/** @param page at *System › Events* */
export function ruleWalk(page: Page) {
  const part = (name: string) => page.getByRole('group', { name, exact: true });
  return {
    part,
    openTab: (name: string) =>
      page.getByRole('navigation', { name: 'Events' }).getByRole('link', { name, exact: true }).click(),
    async begin(name: string): Promise<void> {
      await this.openTab('Rules');
      await page.getByRole('button', { name: 'Add a rule' }).first().click();
      await page.getByLabel('Name', { exact: true }).fill(name);
    },
    /** Chooses in a list of a condition or of the action. */
    async pick(of: string, label: string, value: string): Promise<void> {
      await part(of).getByLabel(label, { exact: true }).selectOption({ label: value });
    },
    async save(name: string): Promise<void> {
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(`The rule ${name} was added.`).waitFor();
    },
  };
}
