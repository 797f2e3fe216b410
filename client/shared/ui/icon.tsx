import type { LucideIconData, LucideIconNode, LucideProps } from 'lucide-solid';

/** Draws every Lucide icon: see `vite.icons.ts`. An icon stands beside words and is hidden from screen readers. */
export const Icon = (props: LucideProps & { icon: LucideIconData }) => (
  <svg
    class={props.class}
    width={props.size}
    height={props.size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width={props['stroke-width']}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {props.icon.node.map(shape)}
  </svg>
);

function shape([name, attributes]: LucideIconNode) {
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, String(value));
  return drawn;
}
