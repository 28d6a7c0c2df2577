import type { Account, Clips, DeviceInfo, Session, Setting, VirtualBoardState } from '../../api/contract.ts';

/** What each address answers to a GET. */
interface Answers {
  readonly '/api/session': Session;
  readonly '/api/status': DeviceInfo;
  readonly '/api/settings': readonly Setting[];
  readonly '/api/accounts': readonly Account[];
  readonly '/api/clips': Clips;
  readonly '/api/board': VirtualBoardState;
}

export type Address = keyof Answers;
export type Answer<A extends Address> = Answers[A];

/** Whoever can be asked. */
export interface Asker {
  /** @throws Refusal */
  ask<A extends Address>(address: A): Promise<Answer<A>>;
}
