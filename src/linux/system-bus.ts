/** A method or property of a D-Bus service, by its four names. */
export interface BusMember {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

export interface BusCall extends BusMember {
  /** The types of `args` as D-Bus writes them: `sb`, `a{sv}`. Empty unless told. */
  readonly signature?: string;
  /** One value per complete type; arrays and structs are arrays, dictionaries are objects or lists of pairs. */
  readonly args?: readonly BusValue[];
}

export type BusValue =
  string | number | bigint | boolean | BusVariant | readonly BusValue[] | { readonly [key: string]: BusValue };

/** A value that carries its own type (`v`). */
export interface BusVariant {
  readonly signature: string;
  readonly value: BusValue;
}

/** What the speaker asks of the operating system: other services by their D-Bus methods. */
export interface SystemBus {
  /**
   * Calls a method; resolves with the values of its reply, variants unpacked, 64-bit numbers beyond 2^53 rounded.
   * @throws Fault `unavailable` where the service is not there; `failed` where it refused, failed or took 30 s
   */
  call(call: BusCall): Promise<readonly unknown[]>;
  /** The present value of a property. @throws Fault as `call` does */
  get(property: BusMember): Promise<unknown>;
}
