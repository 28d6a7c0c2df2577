/** GET /api/speakers (operator): speakers that answer now, which takes two seconds. */
export interface FoundSpeaker {
  readonly name: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly hostName: string;
  /** The best to reach it first. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** It has no address but those that it gave itself. */
  readonly needsAddress: boolean;
  /** It is the one that is asked. */
  readonly own: boolean;
}

/** POST /api/speakers/address (admin): gives a speaker that was found an address for good. */
export interface AssignAddress {
  readonly serialNumber: string;
  readonly address: string;
  readonly prefix: number;
  readonly router?: string;
  /** Of an administrator of that speaker. */
  readonly user: string;
  readonly password: string;
}
