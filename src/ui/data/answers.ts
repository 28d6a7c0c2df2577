import type {
  Account,
  Clips,
  DeviceInfo,
  Disk,
  EventsCatalog,
  Mqtt,
  Multicast,
  Occurrence,
  Recipients,
  RuleList,
  ScheduleList,
  Session,
  Setting,
  SpeechInfo,
  TracedEvent,
  Upgrade,
  VirtualBoardState,
  VirtualInput,
} from '../../api/contract.ts';

/** GET /api/schedules/holidays; PUT takes the same in place of all. */
export interface HolidayList {
  readonly holidays: readonly Holiday[];
}

/** A day on which schedules that except holidays do not hold. */
export interface Holiday {
  /** `2026-12-25`. */
  readonly date: string;
  readonly name: string;
  /** On this day of every year. */
  readonly yearly: boolean;
}

/** What each address answers to a GET. */
interface Answers {
  readonly '/api/session': Session;
  readonly '/api/status': DeviceInfo;
  readonly '/api/settings': readonly Setting[];
  readonly '/api/accounts': readonly Account[];
  readonly '/api/clips': Clips;
  readonly '/api/speech': SpeechInfo;
  readonly '/api/storage': readonly Disk[];
  readonly '/api/multicast': Multicast;
  readonly '/api/recipients': Recipients;
  readonly '/api/events/catalog': EventsCatalog;
  readonly '/api/rules': RuleList;
  readonly '/api/rules/trace': readonly TracedEvent[];
  readonly '/api/schedules': ScheduleList;
  readonly '/api/schedules/holidays': HolidayList;
  readonly '/api/schedules/next': readonly Occurrence[];
  readonly '/api/virtual-inputs': readonly VirtualInput[];
  readonly '/api/mqtt': Mqtt;
  readonly '/api/board': VirtualBoardState;
  readonly '/api/upgrade': Upgrade;
}

export type Address = keyof Answers;
export type Answer<A extends Address> = Answers[A];

/** Whoever can be asked. */
export interface Asker {
  /** @throws Refusal */
  ask<A extends Address>(address: A): Promise<Answer<A>>;
}
