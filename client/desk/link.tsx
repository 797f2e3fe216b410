import { useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { BASE } from './desk.ts';

interface Props {
  /** A path of the desk without `BASE`. */
  href: string;
  class?: string | undefined;
  title?: string | undefined;
  dir?: 'auto';
  'aria-label'?: string;
  /** For content that has several addresses. */
  'aria-current'?: 'page' | undefined;
  'data-event'?: string | number;
  onClick?: () => void;
  children: JSX.Element;
}

/**
 * A plain link that the router handles. The router's own `A` would bundle code that sets any attribute on any element.
 */
export function Link(props: Props) {
  const location = useLocation();
  const address = () => BASE + props.href;
  const isHere = () => location.pathname === address().split('?')[0];

  return (
    <a
      // The page never scrolls, and scrolling to its top would force a layout.
      noScroll
      class={props.class}
      href={address()}
      title={props.title}
      dir={props.dir}
      aria-label={props['aria-label']}
      aria-current={props['aria-current'] ?? (isHere() ? 'page' : undefined)}
      data-event={props['data-event']}
      onClick={() => props.onClick?.()}
    >
      {props.children}
    </a>
  );
}
