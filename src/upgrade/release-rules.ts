import type { Bundle } from './bundle.ts';
import { wrongProduct } from './rauc-words.ts';
import { refused } from './refusal.ts';
import { compareVersions } from './version.ts';

/** What runs now, and what it lets in. */
export interface Present {
  readonly product: string;
  readonly version: string;
  /** Releases older than this one have known holes and are never installed. */
  readonly oldest: string;
}

/** @throws Fault with a `refusalReason` where this release can never be installed from here */
export function checkRelease(bundle: Bundle, { product, version, oldest }: Present): void {
  if (bundle.product !== product) throw wrongProduct(product, bundle.product);
  if (compareVersions(bundle.version, oldest) < 0) {
    throw refused('revoked', `Stentor OS ${bundle.version} is older than ${oldest}, the oldest that is allowed`);
  }
  const { minimumFrom } = bundle;
  if (minimumFrom !== undefined && compareVersions(version, minimumFrom) < 0) {
    const message = `Stentor OS ${bundle.version} can only be installed from ${minimumFrom} or later; this is ${version}. Install ${minimumFrom} first`;
    throw refused('step', message);
  }
}

/** Whether it would take the speaker back to an older version. */
export const isOlder = (bundle: Bundle, version: string): boolean => compareVersions(bundle.version, version) < 0;
