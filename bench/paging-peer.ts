import { startBaresipPhone } from '../test/support/baresip-phone.ts';
import { call } from './sip-caller.ts';

/** baresip with a virtual card of its own, in a call whose sound comes from `rtpPort`. */
export async function startBaresip(rtpPort: number) {
  const phone = await startBaresipPhone({ answers: true, lockstep: false });
  const talk = await call({ sipPort: phone.sipPort, rtpPort }).catch(async (error: unknown) => {
    await phone.stop();
    throw new Error(`${String(error)}; baresip said:\n${phone.output()}`);
  });
  return {
    card: phone.card,
    port: talk.port,
    async stop() {
      await talk.hangUp();
      await phone.stop();
    },
  };
}
