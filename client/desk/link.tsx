import { useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { BASE } from './desk.ts';

interface Props {
  /** A path of the desk, without its base. */
  href: string;
  class?: string | undefined;
  title?: string | undefined;
  dir?: 'auto';
  'aria-label'?: string;
  /** Where what is shown has more addresses than this one. */
  'aria-current'?: 'page' | undefined;
  'data-event'?: string | number;
  onClick?: () => void;
  children: JSX.Element;
}

/** The router takes the click, as on every link; its own component for them brings what sets any attribute of any element. */
export function Link(props: Props) {
  const location = useLocation();
  const address = () => BASE + props.href;
  const isHere = () => location.pathname === address().split('?')[0];

  return (
    <a
      // Nothing here scrolls with the page, and to ask for its top lays all of it out.
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
