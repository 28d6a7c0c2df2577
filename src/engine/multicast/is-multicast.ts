/** Whether an IPv4 address is that of a multicast group (RFC 5771). */
export function isMulticast(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return first >= 224 && first <= 239;
}
