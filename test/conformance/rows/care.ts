import { type Chapter, inPart, notApplicable, row } from '../row.ts';

const WALK = 'browser/manual-walk-care.test.ts';
const COMMANDS = 'browser/manual-walk-commands.test.ts';

export const TROUBLE: Chapter = {
  title: 'Troubleshooting: reset, upgrade, sound files',
  rows: [
    row('TR-1', 'The button is held at power-on until the LED is amber the second time, after 10 s; green ends it.', {
      [WALK]: ['returns to the factory default by the button that is held while it starts'],
      'unit/board/early-reset/run-reset.test.ts': [
        'shows all that the manual tells, up to the green at the end',
        'wipes only after a hold of ten seconds and a release, in five thousand random courses',
      ],
      'image/panel.image.ts': [
        'wipes nothing when the button is held at power-on for nine seconds',
        'returns to the factory default when it is held until amber comes the second time',
      ],
    }),
    row('TR-2', 'That resets everything, the address too.', {
      [WALK]: ['returns to the factory default by the button that is held while it starts'],
      'unit/system/factory-reset.test.ts': ['hard takes everything that is the speaker’s'],
      'unit/appliance/data-partition.test.ts': ['makes the partition anew for a hard reset'],
    }),
    row('TR-3', 'Without DHCP it has a link-local address, or where that is chosen 192.168.0.90.', {
      'image/network.container.ts': ['gives itself a link-local address where no DHCP server answers'],
      'unit/system/network/network.test.ts': [
        'is taken where no DHCP server answers, and left when one does',
        'is not taken where nobody wants it: then there is the link-local one',
      ],
    }),
    row('TR-4', 'Maintenance > Factory default has the button Default, which asks.', {
      [WALK]: ['returns to the factory default through the page'],
      'browser/maintenance.test.ts': ['asks before it does anything', 'returns to the factory default'],
    }),
    row('TR-5', 'Status > Device info shows the version.', { [WALK]: ['tells its version at Status'] }),
    row('TR-6', 'An upgrade keeps the settings.', {
      'feature/upgrade.test.ts': [
        'upgrades, restarts, and keeps the release that is healthy together with the settings',
      ],
      'unit/settings/json-file.test.ts': ['leads the content of an older version to the present one'],
      'image/upgrades.image.ts': ['installs a release to the other slot, starts it and keeps the settings'],
    }),
    row('TR-7', 'A release that must not follow this one is refused, and the one that is needed before is named.', {
      'feature/upgrade.test.ts': ['refuses a release that ${what}, in words'],
      'unit/upgrade/upgrade.test.ts': ['may be as many steps ahead as its maker allows'],
    }),
    row('TR-8', 'The power may go at any moment of an upgrade.', {
      'unit/upgrade/upgrade-failure.test.ts': [
        'is told where the power went during the installation',
        'goes on where the power went between the installation and its record',
      ],
      'image/power-cuts.image.ts': ['keeps everything while it is upgraded, and always has a slot that starts'],
    }),
    row('TR-9', 'Maintenance > Stentor OS upgrade: a file, Upgrade, progress; it restarts by itself.', {
      'browser/upgrade.test.ts': ['asks how, installs, restarts and says which version runs'],
    }),
    row('TR-10', 'A wrong file is refused with the reason; a release that fails is undone.', {
      [WALK]: ['refuses a wrong file for an upgrade, and says why'],
      'browser/upgrade.test.ts': [
        'says in words why a file is not taken',
        'tells of a failed upgrade until it is acknowledged',
      ],
      'feature/upgrade.test.ts': ['gives up a release under which the sound card does not run, and says why'],
      'image/upgrades.image.ts': ['comes back when the supervisor of a release dies'],
    }),
    row('TR-16', 'A file that is no audio clip is refused with the formats that are.', {
      [WALK]: ['refuses a file that is no sound, and says what a clip may be'],
      'unit/audio/decode-bad-files.test.ts': ['says that it is ${what}, and what we take'],
      'unit/audio/decode-clip.test.ts': ['decodes ${example.file} of ffmpeg as ffmpeg does'],
    }),
    row('TR-17', 'Clips of different gain are played equally loud.', {
      'feature/loudness.test.ts': [
        'is the same for all within 1 LU, whatever they came with, and no clip gets above −1 dBTP',
      ],
    }),
  ],
};

export const HARDWARE: Chapter = {
  title: 'Specifications: LED, SD card, button, microphone switch',
  rows: [
    row(
      'HW-1',
      'LED, network, microphone switch, storage slot and button are there, on the pins of the board’s file.',
      {
        'unit/board/profile.test.ts': ['are sound: ${name}', 'tells the firmware of pins and overlays'],
        'feature/pi-board.test.ts': ['says which board it is, and drives its panel'],
      },
    ),
    row('HW-2', 'The LED is unlit in normal operation.', {
      [WALK]: ['shows by its LED that all is well, and which it is'],
      'image/panel.image.ts': ['shows amber while it starts, green when it is ready, and then nothing'],
    }),
    row('HW-3', 'The LED is green when it is ready, and stays so where that is chosen.', {
      'unit/board/early-reset/run-reset.test.ts': ['shows all that the manual tells, up to the green at the end'],
      'browser/settings.test.ts': ['keeps the status LED green where that is wanted'],
    }),
    row('HW-4', 'The LED is amber during startup and when settings are restored.', {
      'unit/board/early-reset/run-reset.test.ts': ['ends amber, whatever comes of it, until the supervisor is ready'],
      'image/panel.image.ts': ['shows amber while it starts, green when it is ready, and then nothing'],
    }),
    row('HW-5', 'The LED flashes red slowly after a failed upgrade.', {
      'unit/upgrade/upgrade-failure.test.ts': [
        'is told with the reason and the log of the health gate, shown by the light and the event',
      ],
      'unit/board/pi/led-file.test.ts': [
        'flashes slowly by the kernel, as soon as udev permits, so that the flash outlives the process',
      ],
    }),
    row('HW-6', 'The LED flashes red and green fast while the speaker identifies itself.', {
      [WALK]: ['shows by its LED that all is well, and which it is'],
      'unit/system/panel.test.ts': ['flashes to identify the speaker for as long as asked, and no longer'],
    }),
    row('HW-7', 'A medium is unmounted on the page before it is removed; one that is pulled out harms nothing.', {
      [WALK]: ['unmounts the card in its slot'],
      'browser/storage.test.ts': ['survives that it is pulled out, and tells of it'],
      'unit/appliance/storage-helper.test.ts': ['lets go of one that was pulled out, also while it is in use'],
    }),
    inPart(
      'HW-8',
      'MicroSD, SDHC and SDXC cards can be used.',
      {
        'unit/appliance/storage-helper.test.ts': [
          'mounts it so that nothing on it can be run, followed or owned by others',
        ],
      },
      'The Raspberry Pi’s own slot holds Stentor OS: media come by USB, in a stick or a card reader.',
    ),
    row('HW-9', 'The button calibrates when it is pressed and released, and resets when it is held at power-on.', {
      [WALK]: [
        'calibrates at a press of its button',
        'returns to the factory default by the button that is held while it starts',
      ],
      'unit/system/panel.test.ts': ['means ${meaning.gesture} when it was held for ${heldMs} ms'],
    }),
    row('HW-10', 'The microphone switch is a switch of its own, on at first; off, nothing is heard.', {
      [WALK]: ['hears nothing while the microphone switch is off'],
      'unit/board/virtual/room.test.ts': ['gives nothing to a microphone that is switched off'],
      'feature/receive.test.ts': ['gives digital zero while the microphone is switched off'],
      'image/panel.image.ts': ['follows the microphone switch'],
    }),
    notApplicable(
      'HW-11',
      'Power and network come by one shielded cable.',
      'A matter of the parts that are built in: docs/hardware.md names a PoE HAT.',
    ),
  ],
};

export const API: Chapter = {
  title: 'API commands',
  rows: [
    row('API-1', 'restart.cgi restarts the device.', {
      [COMMANDS]: ['restarts'],
      'feature/appliance.test.ts': ['restarts the whole device, not itself'],
    }),
    row('API-2', 'factorydefault.cgi restores most settings and keeps the address.', {
      [COMMANDS]: ['restores most settings, and keeps the address'],
      'unit/system/factory-reset.test.ts': ['soft keeps network settings and the certificate'],
    }),
    row('API-3', 'hardfactorydefault.cgi resets all settings, the address too.', {
      [COMMANDS]: ['resets all settings, the address too'],
      'unit/system/factory-reset.test.ts': ['hard takes everything that is the speaker’s'],
    }),
    row('API-4', 'param.cgi?action=list lists all parameters as plain text.', { [COMMANDS]: ['lists all parameters'] }),
    row('API-5', 'debug/debug.tgz is a compressed tar, for administrators.', {
      [COMMANDS]: ['gives a debug archive and a server report'],
      'feature/diagnostics.test.ts': ['are opened by the tools of the system', 'are for administrators'],
    }),
    row('API-6', 'serverreport.cgi is a report without secrets.', {
      [COMMANDS]: ['gives a debug archive and a server report'],
      'feature/canary.test.ts': ['are in no report and in no log'],
    }),
    row('API-7', 'debug.tgz?cmd=pcapdump&duration=300 is a network trace of as many seconds.', {
      [COMMANDS]: ['captures a network trace'],
    }),
    row('API-8/9', 'Network.FTP.Enabled switches an FTP service on and off.', {
      'feature/ftp.test.ts': [
        'is off until it is switched on, by param.cgi as well',
        'takes a file, lists it and gives it back as it was',
        'ends for all when it is switched off',
      ],
      'browser/access.test.ts': ['are audio clips over FTP'],
    }),
    row('API-10/11', 'Network.SSH.Enabled switches SSH on and off.', {
      'feature/ssh.test.ts': [
        'is off until it is switched on, and takes accounts of its own before',
        'lets accounts in by their passwords, as nobody special, and nobody else',
        'is managed over VAPIX as well',
        'is off for everybody when it is switched off',
      ],
      'browser/access.test.ts': ['are switched on and off, and told so'],
    }),
    row(
      'API-12',
      'The commands may be typed in a browser, which asks for name and password; another site cannot send them.',
      {
        [COMMANDS]: ['lists all parameters', 'restarts'],
        'feature/http/sessions.test.ts': ['are refused, whichever login the browser adds, also the login itself'],
      },
    ),
  ],
};
