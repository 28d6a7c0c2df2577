/** Who is announced, and where. */
export interface Identity {
  /** `Stentor S1`. */
  readonly model: string;
  /** Twelve hex digits: the MAC address. */
  readonly serialNumber: string;
  /** `stentor-b827eb123456` */
  readonly hostName: string;
  readonly version: string;
  /** Ports that are served. */
  readonly ports: { readonly http: number; readonly https: number };
  /** The same for the life of the device (RFC 9562). */
  readonly uuid: string;
}

/** The name that a speaker has as long as nobody gives it another. */
export const usualName = ({ model, serialNumber }: Pick<Identity, 'model' | 'serialNumber'>) =>
  `${model} - ${serialNumber}`;
