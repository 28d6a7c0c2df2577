import { randomBytes } from 'node:crypto';
import { ATTRIBUTE, type StunMessage } from './stun.ts';

/** Which of the two chooses, for all components of a call (RFC 8445, 7.3.1.1). */
export class IceRole {
  isControlling = false;
  readonly #tieBreaker = randomBytes(8);

  attribute(): readonly [number, Buffer] {
    return [this.isControlling ? ATTRIBUTE.iceControlling : ATTRIBUTE.iceControlled, this.#tieBreaker];
  }

  /** Takes the part that a request leaves us; false where the peer has to take the other one. */
  heed({ attributes }: StunMessage): boolean {
    const theirs = attributes.get(this.isControlling ? ATTRIBUTE.iceControlling : ATTRIBUTE.iceControlled);
    if (theirs === undefined) return true;
    const isOurs = Buffer.compare(this.#tieBreaker, theirs) >= 0;
    if (isOurs === this.isControlling) return false;
    this.isControlling = isOurs;
    return true;
  }
}
