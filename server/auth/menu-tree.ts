import { AREAS, type Me } from '../people/contract.ts';
import type { MenuNode } from './contract.ts';

/** The navigation of `GET /api/me` as a tree, each item with the actions that the caller may take there. */
export function menuTreeOf({ menu, rights }: Pick<Me, 'menu' | 'rights'>): MenuNode[] {
  const nodes = new Map<string, MenuNode>();
  for (const { code, label, href, icon, section, area } of menu) {
    const known = AREAS.find((name) => name === area);
    nodes.set(code, { code, label, href, icon, section, rights: (known && rights[known]) ?? [], items: [] });
  }
  const tops: MenuNode[] = [];
  for (const { code, parent } of menu) {
    const node = nodes.get(code);
    if (node) (nodes.get(parent ?? '')?.items ?? tops).push(node);
  }
  return tops;
}
