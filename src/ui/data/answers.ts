import type {
  Account,
  Certificate,
  Clips,
  DeviceInfo,
  Disk,
  Dot1x,
  EventsCatalog,
  Firewall,
  HolidayList,
  Mqtt,
  Multicast,
  Network,
  Occurrence,
  Recipients,
  Recording,
  RemoteSyslog,
  RuleList,
  ScheduleList,
  Session,
  Setting,
  SipDialog,
  SipState,
  SpeakerTestInfo,
  SpeechInfo,
  Ssh,
  Time,
  TracedEvent,
  Upgrade,
  VirtualBoardState,
  VirtualInput,
} from '../../api/contract.ts';

/** What each address answers to a GET. */
interface Answers {
  readonly '/api/session': Session;
  readonly '/api/status': DeviceInfo;
  readonly '/api/settings': readonly Setting[];
  readonly '/api/accounts': readonly Account[];
  readonly '/api/clips': Clips;
  readonly '/api/speech': SpeechInfo;
  readonly '/api/speaker-test': SpeakerTestInfo;
  readonly '/api/storage': readonly Disk[];
  readonly '/api/recordings': readonly Recording[];
  readonly '/api/multicast': Multicast;
  readonly '/api/network': Network;
  readonly '/api/time': Time;
  readonly '/api/recipients': Recipients;
  readonly '/api/events/catalog': EventsCatalog;
  readonly '/api/rules': RuleList;
  readonly '/api/rules/trace': readonly TracedEvent[];
  readonly '/api/schedules': ScheduleList;
  readonly '/api/schedules/holidays': HolidayList;
  readonly '/api/schedules/next': readonly Occurrence[];
  readonly '/api/virtual-inputs': readonly VirtualInput[];
  readonly '/api/mqtt': Mqtt;
  readonly '/api/ssh': Ssh;
  readonly '/api/remote-syslog': RemoteSyslog;
  readonly '/api/sip': SipState;
  readonly '/api/certificates': Certificate[];
  readonly '/api/firewall': Firewall;
  readonly '/api/dot1x': Dot1x;
  readonly '/api/sip/dialogs': readonly SipDialog[];
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
