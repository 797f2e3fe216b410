/** Which addresses are public. Everything else leads into somebody's network, or to the machine itself. */
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registry for IPv4, with multicast and what is reserved. */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Also the metadata service of most clouds.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Global unicast. Outside of it are loopback, link-local, unique local, multicast, IPv4-mapped and NAT64 addresses. */
const GLOBAL_6 = ['2000::/3'];
/** Protocol assignments with Teredo, examples, and 6to4, which carries any IPv4 address. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

function listOf(networks: string[], family: 'ipv4' | 'ipv6') {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
const notPublic4 = listOf(NOT_PUBLIC_4, 'ipv4');
const global6 = listOf(GLOBAL_6, 'ipv6');
const notPublic6 = listOf(NOT_PUBLIC_6, 'ipv6');

/** `address` as the system writes it. An address with a zone, such as `fe80::1%eth0`, is never public. */
export function isPublic(address: string): boolean {
  switch (address.includes('%') ? 0 : isIP(address)) {
    case 4:
      return !notPublic4.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
    default:
      return false;
  }
}
