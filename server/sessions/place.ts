/** The networks that an address can be in, without a look-up at anybody: no service is told who signs in. */
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/u;
const PRIVATE = /^(?:::ffff:)?(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)|^f[cd]|^fe[89ab]/iu;

/** "203.0.113.x" of an address: enough to know one's own network, and not the address of a home. */
export function placeOf(address: string): string {
  if (LOOPBACK.test(address)) return 'This server itself';
  const network = networkOf(address);
  if (network === '') return 'Unknown';
  return PRIVATE.test(address) ? `Local network, ${network}` : network;
}

function networkOf(address: string): string {
  const v4 = /(\d+\.\d+\.\d+)\.\d+$/u.exec(address);
  if (v4) return `${v4[1]}.x`;
  const groups = (address.split('::')[0] ?? '').split(':').filter(Boolean).slice(0, 3);
  return groups.length > 0 && /^[\da-f:]+$/iu.test(groups.join(':')) ? `${groups.join(':')}:…` : '';
}
