import { parse } from '../core/schema.ts';
import type { ConfigPart, NamedElsewhere } from '../settings/index.ts';
import type { Dot1x } from './dot1x.ts';
import { DOT1X_CHANGE, type Dot1xSettings } from './settings.ts';

/**
 * 802.1X as a part of the whole configuration. It names certificates, which are not in it: the speaker must have ones of
 * these names.
 */
export function dot1xConfigPart(dot1x: Dot1x, certificates: NamedElsewhere): ConfigPart {
  const settingsIn = (content: unknown): Dot1xSettings => {
    const { certificate, authorities, ...rest } = { ...dot1x.settings, ...parse(DOT1X_CHANGE, content, 'dot1x') };
    return {
      ...rest,
      certificate: certificates.toId(certificate, 'certificate'),
      authorities: authorities.map((name, index) => certificates.toId(name, `authorities.${index}`)),
    };
  };
  const written = ({ certificate, authorities, ...rest }: Dot1xSettings) => ({
    ...rest,
    certificate: certificates.toName(certificate),
    authorities: authorities.map(id => certificates.toName(id)),
  });
  return {
    name: 'dot1x',
    title: 'IEEE 802.1X',
    personal: true,
    read: () => written(dot1x.settings),
    check: content => written(dot1x.check(settingsIn(content))),
    replace: content => dot1x.change(settingsIn(content)),
  };
}
