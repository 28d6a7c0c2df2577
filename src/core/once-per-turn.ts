/**
 * What `read` gave, kept for the rest of this turn of the event loop: whoever asks for many facts at once, as the list of
 * all parameters does, costs one reading of each file and not one for each fact.
 */
export function oncePerTurn<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    if (kept === undefined) {
      kept = { value: read() };
      setImmediate(() => (kept = undefined));
    }
    return kept.value;
  };
}
