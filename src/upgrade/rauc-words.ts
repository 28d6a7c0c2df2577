import { Fault } from '../core/fault.ts';
import { type RefusalReason, refused } from './refusal.ts';

type Reading = readonly [pattern: RegExp, reason: RefusalReason, message: string];

/** What RAUC and OpenSSL say of a bundle, and what it means to a person; the first that fits. */
const READINGS: readonly Reading[] = [
  [
    /expired|not yet valid/i,
    'foreign',
    'its signature is not valid at the time on the speaker’s clock; set the clock, or ask for a newer file',
  ],
  [/signature size is 0|no signature/i, 'unsigned', 'the file has no signature; only signed releases are installed'],
  [/exceeds bundle size|seek to end|too small/i, 'damaged', 'the file is damaged or cut off; download it again'],
  [
    /self[- ]signed|issuer|unable to get|certificate|signer/i,
    'foreign',
    'it was signed by somebody whom this speaker does not trust; use a release made for this speaker',
  ],
  [
    /verification fail|content verify|digest|checksum|dm-verity|input\/output/i,
    'damaged',
    'the file was damaged, or changed after it was signed; download it again',
  ],
  [/rauc info error/i, 'damaged', 'the file is damaged, or not signed for this speaker; download it again'],
];

/** A failure of RAUC as a Fault with a sentence for the person who asked; the original words go to the log. */
export function raucFault(error: Fault): Fault {
  const { message } = error;
  const [, expected, found] =
    /Compatible mismatch: Expected '(.*?)' but bundle manifest has '(.*?)'/i.exec(message) ?? [];
  if (expected !== undefined && found !== undefined) return wrongProduct(expected, found);
  if (/already processing/i.test(message))
    return new Fault('busy', 'the update service is busy; wait until it is done');
  if (error.kind === 'unavailable')
    return new Fault('unavailable', 'the update service does not answer', { cause: error });
  const reading = READINGS.find(([pattern]) => pattern.test(message));
  return reading === undefined ? error : refused(reading[1], reading[2]);
}

/** A release for another product. */
export const wrongProduct = (expected: string, found: string): Fault =>
  refused(
    'wrong-product',
    `the file is for ${found}; this speaker is ${expected}. Check that its name fits your device`,
  );
