import { sipRoutes } from './api/index.ts';
import type { createAudio } from './audio/index.ts';
import type { Certificates } from './certificates/index.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import type { ParamStore } from './settings/index.ts';
import { type Callee, createCallMedia, createSip, systemNames } from './sip/index.ts';
import { callService } from './vapix/index.ts';

interface AtSipDeps {
  /** Folder of all state. */
  readonly state: string;
  readonly version: string;
  readonly address: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly certificates: Certificates;
  /** Whom a recipient of a call stands for. */
  readonly callee: Callee;
  readonly audio: Pick<ReturnType<typeof createAudio>, 'openCallSound'>;
}

/** A part of the house's wiring: the speaker as a telephone. */
export const createAtSip = ({ state, certificates, audio, log, ...deps }: AtSipDeps) => {
  const names = systemNames();
  const telephone = createSip({
    ...deps,
    media: createCallMedia({
      openSound: audio.openCallSound,
      lookUp: name => names.addresses(name),
      trusted: () => certificates.trust.authorities,
      warn: why => log.area('sip').warn(why),
      later: run => void deps.clock.after(0, run),
    }),
    log: log.area('sip'),
    folder: `${state}/sip`,
    certificate: () => certificates.pair('sip'),
    trusted: () => certificates.trust.authorities,
    onCertificate: certificates.onChange.bind(certificates),
  });
  const parts = { sip: telephone.sip, params: deps.params };
  return { ...telephone, routes: [...sipRoutes(parts), callService(parts)] };
};
