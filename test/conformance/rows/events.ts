import { type Chapter, inPart, notMet, row } from '../row.ts';

const EXAMPLES = 'browser/events-examples.test.ts';
const CALLS = 'browser/sip-examples.test.ts';
const EMAIL = { [EXAMPLES]: ['sends an email if a speaker test fails'] };
const MOTION = { [EXAMPLES]: ['plays audio when a camera detects motion'] };

export const RULES: Chapter = {
  title: 'Set up rules for events',
  rows: [
    row(
      'EV-1',
      'A rule has conditions and an action: a trigger, inversion, several conditions, a wait; up to 256 rules.',
      {
        'unit/rules/engine.test.ts': [
          'acts once when all conditions come to hold, and again only after one has failed',
          'lets a trigger start the rule only when it comes, not while it is so',
          'does not take an inverted trigger that holds from the start for one that comes',
          'waits between actions, and begins late what lasts',
        ],
        'unit/rules/rules.test.ts': ['has room for 256'],
      },
    ),
    row('EV-2', 'A clip by a schedule, a clip for a call, an email when the address changes.', {
      'feature/schedules.test.ts': ['rings when it is told to, and says on the live channel what became active'],
      [CALLS]: ['plays the clip while it rings, answers when it has ended, and both hear each other'],
      'unit/system/watches.test.ts': ['tells an address that comes, one that goes, and where it comes from'],
      'feature/recipients.test.ts': ['are told with encryption ${encryption}, logged in, several at once'],
    }),
  ],
};

export const EXAMPLE_EMAIL: Chapter = {
  title: 'Example: send an email if a speaker test fails',
  rows: [
    row('EA-1', 'A schedule from 18:00 to 18:01 every day, called “Daily at 6pm”.', {
      ...EMAIL,
      'browser/events-schedules-live.test.ts': ['makes the schedule of the manual'],
      'unit/schedules/ticker.test.ts': ['are active from the second of their start to that of their end'],
    }),
    row('EA-2', 'Add recipient: a name, the type Email.', {
      ...EMAIL,
      'browser/events-recipients.test.ts': ['adds the recipient of the manual, and tests it before it is saved'],
    }),
    row('EA-3', 'Send email to takes several addresses with commas between.', EMAIL),
    inPart(
      'EA-4',
      'The sender’s account: from, user, password, server, port, encryption, check of the certificate.',
      {
        'feature/recipients.test.ts': [
          'are told with encryption ${encryption}, logged in, several at once',
          'are not told where the certificate is nobody’s or encryption is missing, and the test shows the dialogue',
        ],
      },
      'Log-in by POP before sending is refused: no provider asks for it any more.',
    ),
    row('EA-5', 'Test sends an email, and shows the dialogue with the server where that failed.', {
      ...EMAIL,
      'browser/events-recipients.test.ts': ['adds the recipient of the manual, and tests it before it is saved'],
      'feature/recipients.test.ts': [
        'are not told where the certificate is nobody’s or encryption is missing, and the test shows the dialogue',
      ],
    }),
    row('EA-6', 'Where a provider does not take an email, it waits and is tried again, and that is shown.', {
      'unit/notify/queue.test.ts': [
        'arrive once and in order after an hour in which the recipient was down',
        'are given up after three days, and that is told',
      ],
      'browser/events-recipients.test.ts': ['shows what waits, tries it at once and throws it away'],
    }),
    row('EA-7', 'Add a rule: the condition Schedule, the action Run automatic speaker test.', {
      ...EMAIL,
      'browser/events-rules.test.ts': ['makes the rule of the manual that runs the speaker test by a schedule'],
    }),
    row('EA-8', 'A second rule: Speaker test result, Didn’t pass the test; an email with subject and message.', {
      ...EMAIL,
      'unit/actions/fill-text.test.ts': ['fills the time like strftime of the C library'],
    }),
  ],
};

export const EXAMPLE_MOTION: Chapter = {
  title: 'Example: play audio when a camera detects motion',
  rows: [
    row('EB-1', 'The camera needs nothing but the speaker’s link, and an account.', MOTION),
    row('EB-2', 'Audio > Audio clips: Create link in the menu of a clip.', MOTION),
    row('EB-3', 'Volume and repetitions are chosen, and the link plays with them.', {
      ...MOTION,
      'browser/clips.test.ts': ['makes a link whose volume and repetitions can be chosen, and that really plays'],
      'unit/vapix/clips.test.ts': ['plays the link that the page makes, with GET and with POST'],
    }),
    row('EB-4', 'A button copies the link.', {
      'browser/clips.test.ts': ['makes a link whose volume and repetitions can be chosen, and that really plays'],
    }),
    row(
      'EB-5',
      'A recipient of type HTTP with link, name and password; Digest and Basic are taken, a viewer may play.',
      {
        ...MOTION,
        'feature/http/login.test.ts': [
          'works with curl by Digest over HTTP',
          'works with curl by Basic, Digest or whatever curl likes best over HTTPS',
        ],
      },
    ),
    row('EB-6', 'The camera’s rule can be made on a speaker as well: its virtual inputs stand for the motion.', MOTION),
    row('EB-7', 'The action Send notification through HTTP: any method, headers, a body.', {
      ...MOTION,
      'feature/recipients.test.ts': ['are told by any method, logged in by Digest'],
    }),
  ],
};

export const EXAMPLE_CALLS: Chapter = {
  title: 'Examples: stop audio with DTMF, audio for incoming calls',
  rows: [
    row('EC-1', 'SIP settings: Enable SIP.', { [CALLS]: ['stop audio with DTMF'] }),
    row('EC-2', 'Edit of an account: a DTMF sequence with a description; keys in sound, in messages and as tones.', {
      [CALLS]: ['stop audio with DTMF'],
      'feature/sip-baresip.test.ts': [
        'dials keys in the sound, and hears those of the speaker in the sound and in messages',
      ],
      'feature/call-sound.test.ts': ['hears and sends keys as tones where the peer has no events for them'],
    }),
    row('EC-3', 'A rule: DTMF, “stop audio”, Stop playing audio clip; the digit 1 stops the clip.', {
      [CALLS]: ['stop audio with DTMF', 'stops the clip when the caller presses the digit 1, and nothing else'],
    }),
    row('ED-1', 'Answer automatically is unchecked for an account; then a call rings.', {
      [CALLS]: ['set up audio for incoming SIP calls'],
    }),
    row('ED-2', 'A rule: State, Ringing; a clip plays while it rings, as often as was chosen.', {
      [CALLS]: [
        'set up audio for incoming SIP calls',
        'plays the clip while it rings, answers when it has ended, and both hear each other',
      ],
    }),
    row(
      'ED-3',
      'A rule: Audio clip playing as inverted trigger, and State, Ringing; Answer call when the clip has ended.',
      {
        [CALLS]: ['plays the clip while it rings, answers when it has ended, and both hear each other'],
        'browser/events-rules.test.ts': ['makes the rule of the manual that answers a call when the clip has ended'],
      },
    ),
    row('ED-4', 'Rules are at System > Events > Rules.', {
      'browser/events-rules.test.ts': ['is at System > Events and says what to do while there is no rule'],
    }),
  ],
};

export const LEARN_MORE: Chapter = {
  title: 'Learn more',
  rows: [
    row('LM-1', 'Calls are set up, kept and ended between two telephones.', {
      'feature/sip-calls.test.ts': [
        'are set up and ended over ${protocol}',
        'last longer than two periods of the session timer',
      ],
    }),
    row('LM-2', 'Sound goes by RTP, encrypted by SRTP.', {
      'feature/call-sound.test.ts': [
        'plays ${codec} of a caller, and sends it the microphone',
        'speaks SRTP by SDES, plays no packet twice and none without the key',
      ],
    }),
    row('LM-3', 'Peer to peer in a network, through a PBX between networks.', {
      'browser/manual-walk-calls.test.ts': ['is called at its address by a telephone', 'registers an account at a PBX'],
    }),
    notMet(
      'LM-4',
      'A router that knows UPnP is asked to let calls in.',
      'The speaker opens no port of a router: STUN and TURN get through without. Calls from outside come by a PBX.',
    ),
    row('LM-5', 'ICE finds the way, better with STUN and TURN.', {
      'feature/call-nat.test.ts': ['is found by ICE between hosts, with RTCP on the same port'],
      'feature/nat.test.ts': ['find their way by addresses that a server tells'],
    }),
    row('LM-6', 'STUN tells which address and port the router gives.', {
      'feature/nat.test.ts': ['find their way by addresses that a server tells'],
    }),
    row('LM-7', 'TURN carries sound over UDP and TCP, with a log-in.', {
      'feature/nat.test.ts': [
        'go through a server where routers hide the ports',
        'go by TCP and TLS where nothing else is let out, without ICE as well',
      ],
    }),
    notMet(
      'LM-8',
      'Third parties’ apps can be added, started, stopped and removed.',
      'There are no apps on the speaker. Programs drive it from outside, by VAPIX, MQTT and its own API.',
    ),
    row('LM-9', 'Help for each page is built in.', {
      'browser/language.test.ts': ['has help on every page, in the speaker itself'],
    }),
  ],
};
