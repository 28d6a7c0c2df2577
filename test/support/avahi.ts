/** Avahi in the other namespace of a room, with a bus of its own. */
import { writeFileSync } from 'node:fs';
import type { NetRoom } from './net-room.ts';

/** Starts bus and daemon; `browse` resolves with what avahi-browse prints, empty as long as the daemon is not there. */
export function startAvahi(room: NetRoom) {
  const bus = `unix:path=${room.folder}/bus`;
  writeFileSync(`${room.folder}/bus.conf`, busConf(bus));
  writeFileSync(
    `${room.folder}/avahi.conf`,
    '[server]\nallow-interfaces=eth0\nenable-dbus=yes\n[publish]\ndisable-publishing=yes\n',
  );
  const env = { DBUS_SYSTEM_BUS_ADDRESS: bus };
  room.inside('other', 'dbus-daemon', [`--config-file=${room.folder}/bus.conf`, '--nofork']);
  const daemon = `avahi-daemon --no-drop-root --no-chroot --no-rlimits -f ${room.folder}/avahi.conf`;
  // The file of its process number is one for the whole machine; it ends where there is no bus yet.
  const script = `mount -t tmpfs none /run && mkdir -p /run/avahi-daemon && while :; do ${daemon}; sleep 0.2; done`;
  room.inside('other', 'unshare', ['-m', 'sh', '-c', script], env);
  return {
    browse: async (...what: readonly string[]) => {
      const { text } = await room.run('other', 'avahi-browse', ['-rtpk', ...what], env);
      return /^[=+]/m.test(text) ? text : '';
    },
  };
}

const busConf = (address: string) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>${address}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`;
