/** Where this page came from: a part of `location`. */
interface PageAddress {
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
}

/** Ports the speaker serves on; undefined where that is not known. */
interface Ports {
  readonly http: number | undefined;
  readonly https: number | undefined;
}

/**
 * The speaker's addresses by both protocols. That of the page is as the browser wrote it, because it is known to work;
 * the other one has the port that the speaker tells.
 */
export function origins({ protocol, host, hostname }: PageAddress, ports: Ports): { http: string; https: string } {
  const other = (port: number | undefined, usual: number) =>
    port === undefined || port === usual || port === 0 ? hostname : `${hostname}:${port}`;
  return {
    http: `http://${protocol === 'http:' ? host : other(ports.http, 80)}`,
    https: `https://${protocol === 'https:' ? host : other(ports.https, 443)}`,
  };
}
