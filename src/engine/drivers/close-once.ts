/** Closing twice does nothing more, and answers the same. */
export function closeOnce(close: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => (answer ??= close());
}
