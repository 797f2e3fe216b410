import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ours = fileURLToPath(new URL('client/shared/ui/icon.tsx', import.meta.url));

/**
 * Lucide's icons are data, and one component that draws them all. Theirs takes any attribute and any element by name, which
 * brings the part of Solid that knows all of HTML's names; ours takes what is used here.
 */
export const icons: Plugin = {
  name: 'icons',
  enforce: 'pre',
  load: {
    filter: { id: /lucide-solid\/dist\/source\/Icon\.jsx$/u },
    handler: () => `export { Icon as default } from ${JSON.stringify(ours)};`,
  },
};
