import { type JSX, Show } from 'solid-js';
import { pathOf } from '../desk.ts';
import { Link } from '../link.tsx';
import { isOfDesk } from './own-links-in.ts';

interface Props {
  item: { href: string };
  title?: string | undefined;
  'aria-current'?: 'page' | undefined;
  onGo?: () => void;
  children: JSX.Element;
}

/** A page of the desk, or another place, which opens beside the desk. The server takes only paths and https as addresses. */
export function MenuLink(props: Props) {
  return (
    <Show
      when={isOfDesk(props.item)}
      fallback={
        <a
          href={props.item.href}
          title={props.title}
          target="_blank"
          rel="noopener noreferrer nofollow"
          onClick={() => props.onGo?.()}
        >
          {props.children}
        </a>
      }
    >
      <Link
        href={pathOf(props.item)}
        title={props.title}
        aria-current={props['aria-current']}
        onClick={() => props.onGo?.()}
      >
        {props.children}
      </Link>
    </Show>
  );
}
