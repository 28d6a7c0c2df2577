/** What a link plays, and how. */
export interface ClipLink {
  readonly location: string;
  /** -1 until stopped, 0 once, n more times. */
  readonly repeat: number;
  /** Percent. */
  readonly volume: number;
}

/** The address that plays a clip when a camera, or anything else, asks for it. */
export const clipLink = (origin: string, { location, repeat, volume }: ClipLink): string =>
  `${origin}/axis-cgi/playclip.cgi?location=${encodeURIComponent(location)}&repeat=${repeat}&volume=${volume}` +
  '&audiodeviceid=0&audiooutputid=0';
