import type { BoardProfile } from './profile.ts';

/**
 * The lines of config.txt that the firmware of a Raspberry Pi needs for a board: which overlays, with which parameters,
 * and how its pins stand before Linux runs.
 */
export function configText({ name, overlays, config }: BoardProfile): string {
  const overlayLines = overlays.map(({ name, parameters }) => {
    const words = Object.entries(parameters).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
    return `dtoverlay=${[name, ...words].join(',')}`;
  });
  return [`# board ${name}`, ...config, ...overlayLines].join('\n');
}
