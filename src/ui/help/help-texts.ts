import { t } from '../language/translate.ts';

/** By the address of the page. */
const HELP: Readonly<Record<string, readonly string[]>> = {
  '/status': [
    t('What the speaker is, what it plays and whether it is well. The figures are those of this moment.'),
    t(
      '“Locate device” flashes the status LED, so that you find this speaker among many. “Talk” lets you speak through it as long as you hold the button.',
    ),
    t('Under “Audio health” a count that grows means that sound was lost; the words beside it tell where to look.'),
  ],
  '/audio/clips': [
    t(
      'Audio clips are files that the speaker keeps and plays: when a rule says so, when a camera calls their link, or when you press play here.',
    ),
    t('All clips are made equally loud. A clip that is meant to be softer can keep its own gain: see its menu.'),
    t(
      '“Create link” makes an address that plays the clip. Give it to a camera together with an account of the role Viewer.',
    ),
  ],
  '/audio/music': [
    t(
      'The speaker can play an Internet station or follow a Snapcast server. Music is of the lowest sound class: announcements, pages and calls come before it.',
    ),
    t('What broke off is tried again by itself, less and less often.'),
  ],
  '/audio/speech': [
    t(
      'The speaker says texts without any service on the Internet. A text may hold the time, the date and the speaker’s name.',
    ),
    t('“Preview” shows what will be said, in words. A text that is said often is better kept as an audio clip.'),
  ],
  '/audio/device-settings': [
    t('Gain and mute of output and input, and which sound card is used. A change is heard at once and can be undone.'),
    t(
      'A lower latency profile lets sound start sooner, but a busy speaker may stutter. “Normal” is right for music and announcements.',
    ),
    t('Echo cancellation takes what the speaker plays out of what the microphone hears: use it for calls.'),
  ],
  '/audio/stream': [
    t(
      'How programs get the sound of the microphone where they do not say it themselves, and a way to listen to it here.',
    ),
    t('The microphone switch on the speaker comes before all settings: while it is off, nobody hears anything.'),
  ],
  '/audio/enhancement': [
    t('The equalizer, equal loudness and the automatic volume, in the order in which sound goes through them.'),
    t(
      'The automatic volume listens to the room while the speaker is silent, and plays louder where it is loud. Quiet hours put a cap on all but emergencies.',
    ),
  ],
  '/audio/recordings': [
    t(
      'What the microphone heard: recorded by a rule or by the button “Record”. Recordings go to the medium in the storage slot, else to the speaker’s own card.',
    ),
    t('Tell people that they are being recorded; in many countries you have to.'),
  ],
  '/audio/speaker-test': [
    t(
      'The speaker plays test tones and its microphone compares them with how they sounded when it was calibrated. So you know that it works without going there.',
    ),
    t(
      'Calibrate once the speaker is mounted, when it is quiet. Calibrate again when it was moved or its surroundings changed.',
    ),
    t('A rule can run the test every night and tell somebody when it fails.'),
  ],
  '/audio/classes': [
    t(
      'Every sound belongs to a class, from emergency down to music. When two come together, the higher class decides what becomes of the lower one.',
    ),
    t('What was made softer or paused gets back exactly what it had as soon as the higher class is over.'),
  ],
  '/system/time': [
    t(
      'Schedules, recordings, logs and certificates need the right time. Let the speaker ask time servers wherever it can reach one.',
    ),
    t('The time zone decides when schedules without a zone of their own are due, also across daylight saving time.'),
  ],
  '/system/network': [
    t(
      'How the speaker is reached. A change that could lock you out is undone by itself unless you confirm it at the new address.',
    ),
    t(
      'With a fixed address, make sure that no other device has it: the speaker looks before it takes it, and does not use one that is taken.',
    ),
  ],
  '/system/discovery': [
    t('How others find this speaker, and a search for other speakers of this network.'),
    t('A speaker without a fitting address can be given one here, as long as it is on the same cable segment.'),
  ],
  '/system/security': [
    t(
      'The certificates that the speaker shows to others, those of authorities that it trusts, and the protection against guessed passwords.',
    ),
    t(
      'The speaker has made a certificate for itself; browsers warn of it because nobody vouches for it. For a certificate of your authority, create a signing request, have it signed, and add the answer.',
    ),
  ],
  '/system/accounts': [
    t(
      'Give every person and every program an account of its own, with the least role that does: a camera that only plays clips needs no more than Viewer.',
    ),
    t(
      'Operators change sound and add clips. Administrators change everything, also accounts. One administrator always stays.',
    ),
  ],
  '/system/events': [
    t(
      'Rules let the speaker do something when something happens: play a clip when a door opens, or send an email when a test fails.',
    ),
    t(
      'A rule has conditions, which must all hold, and an action. Recipients are whom it tells, schedules are when it holds, manual triggers let you and programs start it.',
    ),
    t(
      'The trace shows what happened and what each rule made of it. “Test” tells what a rule would do, without doing it.',
    ),
  ],
  '/system/storage': [
    t('The medium in the storage slot and the speaker’s own card: how full they are, and whether they are well.'),
    t('Unmount a medium before you pull it out, or what is being written is lost.'),
  ],
  '/system/logs': [
    t('The system log tells how the speaker is, the access log who asked for what, the audit log who changed what.'),
    t(
      'The report gathers logs, settings and states for those who help you. Passwords and keys are not in it; look at it before you pass it on.',
    ),
  ],
  '/system/plain-config': [
    t(
      'Every setting that can be changed, under the name that programs use. A change holds at once and can be undone, as everywhere.',
    ),
    t(
      'Some stand here alone: the limits of audio clips and live sound, the temperatures of the events, and how programs log in.',
    ),
  ],
  '/system/api': [
    t(
      'Everything that programs can ask of the speaker. A request that you send from here is real: it plays, changes or deletes just as a program would.',
    ),
    t('The curl command does the same from a shell. It asks for the password itself, so none is in it.'),
  ],
  '/system/sip/phone': [
    t('The speaker is a telephone: it can be called and can call, from phone to phone or through a PBX.'),
    t(
      'Add an account, then make a test call. Where a call fails, “Dialogs” shows the messages that went over the wire.',
    ),
    t('With “Answer automatically” every caller is heard at once: use the access list to say who may call.'),
  ],
  '/system/sip/multicast': [
    t(
      'Paging systems and telephone exchanges send sound to a group of speakers at once. Add the address, port and codec that they use.',
    ),
    t(
      'Of several sources that send, the one with the highest priority is heard. An emergency comes before everything else.',
    ),
  ],
  '/maintenance': [
    t(
      'Restart, upgrade and reset. An upgrade goes to a second slot, and the speaker goes back by itself where the new version is not healthy.',
    ),
    t('“Restore” keeps how the speaker is reached; “Default” keeps nothing. Neither can be undone.'),
  ],
};

/** The paragraphs about the page at an address. */
export const helpOf = (path: string): readonly string[] =>
  Object.entries(HELP).find(([place]) => path === place || path.startsWith(`${place}/`))?.[1] ?? [
    t('There is no help about this page. Choose another one from the menu.'),
  ];
