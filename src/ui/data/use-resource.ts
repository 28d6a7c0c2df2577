import { useEffect } from 'preact/hooks';
import type { Address, Answer } from './answers.ts';
import type { Resource } from './resource.ts';

/** What the speaker answers at this address; asked when the page is opened, undefined until the answer is there. */
export function useResource<A extends Address>(resource: Resource<A>): Answer<A> | undefined {
  useEffect(() => void resource.ask(), [resource]);
  return resource.value.value;
}
