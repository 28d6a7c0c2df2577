/** How the speaker is reached. Part of contract.ts. */

/**
 * GET /api/network (admin). PATCH /api/network (admin) takes NetworkChange and answers like GET; 409 where another device
 * has the address (its MAC address is told), a port is taken, or another change waits. A change that might lock its user
 * out is in force at once and undone after `pending.leftS`, unless POST /api/network/confirm comes to the address that the
 * speaker has then. POST /api/network/revert undoes it at once.
 */
export interface Network {
  readonly settings: NetworkSettings;
  readonly state: NetworkState;
  /** A change that waits to be confirmed; left out while none does. */
  readonly pending?: {
    /** Until it is undone, s. */
    readonly leftS: number;
    /** Where the page is to be opened, with the port of HTTPS; empty where a DHCP server decides. */
    readonly url: string;
  };
  /** What the speaker is called now. */
  readonly hostName: string;
  /** The ports that are open; HTTP's is 0 where it is closed. */
  readonly ports: { readonly http: number; readonly https: number };
}

export interface NetworkSettings {
  readonly ipv4: {
    readonly mode: 'dhcp' | 'static';
    readonly address: string;
    /** Length of the network's part of the address, bits. */
    readonly prefix: number;
    /** Empty for none. */
    readonly router: string;
    /** Takes the address where no DHCP server answers. */
    readonly fallback: boolean;
  };
  readonly ipv6: { readonly enabled: boolean };
  /** `automatic` takes what the network tells. An empty name is the speaker's own. */
  readonly hostName: { readonly automatic: boolean; readonly name: string };
  readonly dns: {
    readonly automatic: boolean;
    /** At most three. */
    readonly servers: readonly string[];
    /** At most six. */
    readonly domains: readonly string[];
  };
  /** A port of 0 is the usual one. */
  readonly web: { readonly access: 'both' | 'https'; readonly httpPort: number; readonly httpsPort: number };
  /** As `http://proxy.example.com:3128`; empty for none. */
  readonly proxies: { readonly http: string; readonly https: string; readonly exceptions: string };
}

export interface NetworkState {
  /** Empty where nobody can tell. */
  readonly interface: string;
  readonly macAddress: string;
  /** Whether a cable is in. */
  readonly carrier: boolean;
  readonly addresses: readonly {
    readonly address: string;
    readonly prefix: number;
    readonly origin: 'DHCP' | 'Static' | 'Link local' | 'RA';
  }[];
  readonly router: string;
  readonly router6: string;
  readonly nameServers: readonly string[];
  readonly domains: readonly string[];
  readonly timeServers: readonly string[];
}

/** By section; what is left out stays as it is. */
export type NetworkChange = {
  readonly [S in keyof NetworkSettings]?: Partial<NetworkSettings[S]>;
};
