import { type Chapter, notApplicable, notMet, row } from '../row.ts';

/** Whom the speaker works with, and how it is found. */
export const OVERVIEW: Chapter = {
  title: 'Overview and installation',
  rows: [
    row('OV-1', 'The speaker is used and set up from its own page, with no other host on the network.', {
      'browser/manual-walk-install.test.ts': ['sets the password of root'],
      'browser/pages.test.ts': ['asks nobody but the speaker, and reports no error to the console'],
    }),
    notMet(
      'OV-2',
      'Every speaker brings a manager for a small site of speakers, off until it is used.',
      'There is no site manager. Speakers find each other (System > Network discovery) and play together by multicast, each set up on its own page.',
    ),
    row(
      'OV-3',
      'A controller of large systems can drive it: clips, live sound, parameters, calls, multicast, events.',
      {
        'feature/speaker-speaks.test.ts': ['and the sound that leaves the card is the file, without a gap'],
        'feature/transmit.test.ts': ['plays what is sent by ${name}'],
        'feature/multicast.test.ts': ['is set over VAPIX as well, and goes on after the audio process died'],
        'feature/events.test.ts': ['the ONVIF client of npm subscribes, hears and leaves by Digest'],
        'unit/vapix/param-update.test.ts': ['sets a parameter, with or without root, in any case'],
      },
    ),
    row('OV-4', 'A video management system finds it, asks what it is, and talks through it.', {
      'feature/discovery.test.ts': ['answers a probe of WS-Discovery, and says there who it is'],
      'unit/vapix/json.test.ts': ['tells an operator all fourteen properties'],
      'browser/manual-walk-commands.test.ts': ['lists all parameters'],
      'feature/transmit.test.ts': ['answers when the last sample was heard, and is heard as a page'],
    }),
    row('GS-1', 'It is found by the usual means and by a finder of its own, which can give it an address.', {
      'browser/manual-walk-install.test.ts': ['finds the speaker on the network'],
      'feature/discovery.test.ts': [
        'is found by our own finder, with all that tells it apart',
        'is found by Avahi: _http, _axis-audiosite and, as it was asked to, _axis-video',
        'is found by GSSDP, and describes itself',
        'answers a probe of WS-Discovery, and says there who it is',
        'is found, and reached over its link-local address',
        'are all listed, each with its address',
      ],
    }),
    row('GS-2', 'How to give it an address is told, on the page and in docs/network.md.', {
      'browser/network.test.ts': ['shows the network as it is, under the names of the manual'],
      'unit/docs.test.ts': ['lead to files that exist'],
    }),
    row('BR-1', 'The page works whole in Chromium.', {
      'browser/pages.test.ts': ['asks nobody but the speaker, and reports no error to the console'],
      'browser/keyboard.test.ts': ['reaches everything on ${heading}'],
    }),
    notMet(
      'BR-2',
      'The page works in Firefox and Safari, perhaps with limits.',
      'It is built for ES2022 and uses nothing of Chromium alone, but no test opens it in another browser.',
    ),
    row('BR-3', 'The page works on telephones: 360 pixels wide, by touch.', {
      'browser/pages.test.ts': ['Status', 'Audio clips', 'the menus'],
      'browser/keyboard.test.ts': ['gives its menu the focus on a phone, and gives it back'],
      'browser/network.test.ts': ['fits a telephone'],
    }),
  ],
};

/** Opening the page, and the first password. */
export const ACCESS: Chapter = {
  title: 'Access the device, passwords',
  rows: [
    row('AC-1', 'The page is at the IP address and at the host name.', {
      'browser/manual-walk-install.test.ts': ['opens the page by address and by host name'],
      'image/network.container.ts': ['is called what it is told, and has the time zone that it is told'],
    }),
    row('AC-2', 'Name and password let in: Digest, Basic over TLS, a session of the page.', {
      'feature/http/login.test.ts': [
        'works with curl by Digest over HTTP',
        'works with curl by Basic, Digest or whatever curl likes best over HTTPS',
      ],
      'feature/http/sessions.test.ts': ['begins with name and password and lets its cookie stand for both'],
    }),
    row(
      'AC-3',
      'Before the password of root is set nothing else can be reached; there is no password from the factory.',
      {
        'feature/life.test.ts': ['begins without a password, and answers nothing but the way to set one'],
        'browser/set-up.test.ts': ['asks at every address for the password of root, who has a fixed name'],
      },
    ),
    row('PW-1', 'The first administrator is root, who cannot be deleted.', {
      'browser/accounts.test.ts': ['lists root, who cannot be deleted'],
      'unit/system/users.test.ts': ['keep root an administrator for ever'],
    }),
    row('PW-2', 'Who lost the password resets the speaker by its button; there is no other way in.', {
      'feature/life.test.ts': [
        'returns to the factory default when the button is held for ten seconds while it starts',
      ],
      'feature/roles.test.ts': ['is open to everybody only where that has a reason'],
    }),
    row('PW-3', 'The password is typed, repeated and saved; two different ones are refused.', {
      'browser/manual-walk-install.test.ts': ['sets the password of root'],
      'browser/set-up.test.ts': ['refuses an empty password and two different ones, at the field that is wrong'],
    }),
    row('PW-4', 'HTTPS is on from the first start and is used to set the password; HTTP leads there.', {
      'browser/manual-walk-install.test.ts': [
        'opens the page by address and by host name',
        'sets the password of root',
      ],
      'unit/certificates/own-certificate.test.ts': ['name the speaker by every name and address it has'],
    }),
    row('PW-5', 'No policy: any password of 1 to 64 printable ASCII characters is taken.', {
      'unit/system/users.test.ts': ['take any password of 1 to 64 printable ASCII characters'],
    }),
    row('PW-6', 'The page says how strong a password is, and makes one up.', {
      'browser/set-up.test.ts': [
        'tells how strong the password looks while it is typed',
        'makes up a strong password for both fields, shows it and copies it',
      ],
    }),
    row('PW-7', 'A password is in no answer, log or report.', {
      'feature/canary.test.ts': [
        'are really there, on the disk',
        'are in no report and in no log',
        'are in no answer that anything can be asked for',
      ],
    }),
    row('PW-8', 'Somebody whose password is older than a year is reminded.', {
      'browser/accounts.test.ts': ['reminds of a password that is older than a year'],
    }),
  ],
};

export const NETWORK_TROUBLE: Chapter = {
  title: 'Troubleshooting: the network',
  rows: [
    row('TR-11', 'Before an address of another subnet is applied, the page says so; unconfirmed, it is undone.', {
      'browser/network.test.ts': [
        'says beside the field what is wrong, and beforehand that a subnet is another',
        'counts down until a change is undone, and undoes it',
      ],
      'image/network.container.ts': ['goes back from an address that nobody confirmed, even where the supervisor dies'],
    }),
    row('TR-12', 'An address that another device has is not taken, and that device’s MAC address is named.', {
      'browser/network.test.ts': ['names the MAC address of who has an address'],
      'unit/system/network/network.test.ts': ['that another device has is told, with who has it'],
      'image/network.container.ts': ['refuses an address that a neighbour has, and names its MAC address'],
    }),
    row('TR-13', 'Who comes by HTTP is told that HTTPS is needed, and led there.', {
      'browser/manual-walk-install.test.ts': ['opens the page by address and by host name'],
      'browser/set-up.test.ts': ['explains over HTTP why HTTPS is needed, and leads there'],
    }),
    row('TR-14', 'A speaker whose address has changed is found by model, serial number or name.', {
      'feature/discovery.test.ts': [
        'is found by our own finder, with all that tells it apart',
        'has another name as soon as it is given one, and other addresses as soon as it has them',
      ],
      'browser/diagnostics.test.ts': ['find the speaker itself, and say how it is found'],
    }),
    notApplicable(
      'TR-15',
      'The programs for access from outside are named.',
      'The manual names another maker’s programs for Windows. A router’s VPN does it; nothing in the speaker reaches out.',
    ),
    row('TR-18', 'What loads network and processor can be seen.', {
      'browser/status.test.ts': [
        'tells of the device what the speaker tells of itself',
        'tells that the sound card works, and counts what was lost',
      ],
      'browser/diagnostics.test.ts': ['show who is connected'],
    }),
  ],
};
