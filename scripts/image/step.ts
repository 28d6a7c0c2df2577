/** Does one step of a recipe, and prints its name before and its time (s) after it. */
export async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  process.stdout.write(`${name.padEnd(58, '.')} `);
  const result = await work();
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
