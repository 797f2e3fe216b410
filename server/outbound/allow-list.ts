import { BlockList, isIP } from 'node:net';

/** What OUTBOUND_ALLOW names: these may be reached although they are inside the network, and by plain http. */
export interface AllowList {
  networks: BlockList;
  hosts: ReadonlySet<string>;
}

const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/u;

/** Null if an entry is neither an address, nor a network such as 10.0.0.0/8, nor a host name. */
export function allowListIn(text: string): AllowList | null {
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const entry of text
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter(Boolean)) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    if (family === 0) {
      if (prefix !== undefined || !HOST.test(entry)) return null;
      hosts.add(entry);
      continue;
    }
    const most = family === 4 ? 32 : 128;
    if (rest.length > 0 || (prefix !== undefined && !(/^\d{1,3}$/u.test(prefix) && Number(prefix) <= most)))
      return null;
    networks.addSubnet(address, Number(prefix ?? most), familyOf(address));
  }
  return { networks, hosts };
}

export const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
