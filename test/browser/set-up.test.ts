import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { choose, focused, logIn, openBrowser, openPage, title } from '../support/browser.ts';
import { PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

describe('the page of a new speaker', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let browser: Browser;
  /** Open before the password was set. */
  let early: Page;

  before(async () => {
    [stentor, browser] = await Promise.all([startStentor(), openBrowser()]);
    early = await open();
  });
  after(async () => {
    await browser.close();
    await stentor.stop();
  });

  const open = async (path = '/') => {
    const page = await openPage(browser);
    await page.goto(`${stentor.https}${path}`);
    return page;
  };
  const password = (page: Page) => page.getByLabel('Password', { exact: true });
  const repeated = (page: Page) => page.getByLabel('Repeat password');
  const save = (page: Page) => page.getByRole('button', { name: 'Save' });
  const strength = (page: Page) => page.getByRole('meter', { name: 'Password strength' });
  const needsSetup = async () => {
    const answer = await fetch(`${stentor.https}/api/session`);
    return ((await answer.json()) as { state: string }).state === 'setup';
  };

  it('asks at every address for the password of root, who has a fixed name', async () => {
    const page = await open('/audio/clips');
    await title(page).filter({ hasText: 'Set a new password for the root account' }).waitFor();
    assert.equal(await page.getByLabel('Username').inputValue(), 'root');
    assert.equal(await page.getByLabel('Username').isEditable(), false);
    assert.equal(await page.getByRole('navigation').count(), 0, 'there is no menu yet');
  });

  it('refuses an empty password and two different ones, at the field that is wrong', async () => {
    const page = await open();
    await save(page).click();
    await page.getByRole('alert').filter({ hasText: 'Type a password.' }).waitFor();
    await focused(password(page)).waitFor();

    await password(page).fill(PASSWORD);
    await repeated(page).fill(`${PASSWORD}x`);
    await save(page).click();
    await page.getByRole('alert').filter({ hasText: 'The passwords are not the same.' }).waitFor();
    assert.equal(await page.getByRole('alert').filter({ hasText: /./ }).count(), 1);
    assert.equal(await repeated(page).getAttribute('aria-invalid'), 'true');
    assert.equal(await password(page).getAttribute('aria-invalid'), 'false');
    await focused(repeated(page)).waitFor();
    assert.equal(await needsSetup(), true);
  });

  it('tells how strong the password looks while it is typed', async () => {
    const page = await open();
    await strength(page).waitFor();
    assert.equal(await strength(page).getAttribute('aria-valuetext'), 'no password yet');
    await password(page).pressSequentially('password');
    assert.equal(await strength(page).getAttribute('aria-valuetext'), 'Very weak');
    await page.getByText('Very weak.').waitFor();
    await password(page).fill('kuTh-93 Vlom qe7w!');
    assert.equal(await strength(page).getAttribute('aria-valuetext'), 'Strong');
  });

  it('makes up a strong password for both fields, shows it and copies it', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Generate' }).click();
    const made = await password(page).inputValue();
    assert.match(made, /^(\w{4}-){3}\w{4}$/);
    assert.equal(await repeated(page).inputValue(), made);
    assert.equal(await password(page).getAttribute('type'), 'text');
    assert.equal(await strength(page).getAttribute('aria-valuetext'), 'Strong');
    await page.getByRole('button', { name: 'Copy password' }).click();
    await page.getByText('Copied', { exact: true }).waitFor();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), made);
    await page.getByRole('button', { name: 'Generate' }).click();
    assert.notEqual(await password(page).inputValue(), made);
    await page.getByRole('button', { name: 'Hide password' }).click();
    assert.equal(await password(page).getAttribute('type'), 'password');
  });

  it('explains over HTTP why HTTPS is needed, and leads there', async () => {
    const page = await openPage(browser);
    await page.goto(`${stentor.http}/audio/clips`);
    await page.getByRole('heading', { name: 'This page needs HTTPS' }).waitFor();
    await page.getByText('Your browser will warn you').waitFor();
    await page.getByRole('link', { name: 'Continue over HTTPS' }).click();
    await page.waitForURL(`${stentor.https}/audio/clips`);
    await title(page).filter({ hasText: 'Set a new password' }).waitFor();
  });

  it('leads in after Save, out again, and in again only with the right password', async () => {
    const page = await open('/audio/clips');
    await password(page).fill(PASSWORD);
    await repeated(page).fill(PASSWORD);
    await save(page).click();
    await title(page).filter({ hasText: 'Audio clips' }).waitFor();
    assert.equal(await needsSetup(), false);

    await choose(page, 'User menu: root', 'Log out');
    await title(page).filter({ hasText: 'Log in' }).waitFor();
    await logIn(page, 'root', 'wrong');
    await page.getByRole('alert').filter({ hasText: 'The name or the password is wrong.' }).waitFor();
    await focused(password(page)).waitFor();
    assert.equal(await page.getByRole('navigation').count(), 0);

    await logIn(page);
    await title(page).filter({ hasText: 'Audio clips' }).waitFor();
    await page.reload();
    await title(page).filter({ hasText: 'Audio clips' }).waitFor();
  });

  it('leads from a page that was open before to the login, and says that somebody else was faster', async () => {
    await title(early).filter({ hasText: 'Set a new password' }).waitFor();
    await early.getByRole('button', { name: 'Generate' }).click();
    await save(early).click();
    await title(early).filter({ hasText: 'Log in' }).waitFor();
    await early
      .getByRole('status')
      .filter({ hasText: 'Somebody else has set the first password meanwhile.' })
      .waitFor();
    await logIn(early);
    await title(early).filter({ hasText: 'Status' }).waitFor();
    await early.waitForURL(`${stentor.https}/status`);
    await choose(early, 'User menu: root', 'Log out');
    await title(early).filter({ hasText: 'Log in' }).waitFor();
    assert.equal(await early.getByRole('status').filter({ hasText: 'Somebody else' }).count(), 0);
  });
});
