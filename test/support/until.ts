/** Asks again, every few milliseconds, until the answer is true; gives up after half a minute. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let asked = 0; asked < 10_000; asked++) {
    if (holds()) return;
    await new Promise(resolve => setTimeout(resolve, 3));
  }
  throw new Error(`not within half a minute: ${what}`);
}
