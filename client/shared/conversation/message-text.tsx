import { type Part, parse, type Piece } from './text.ts';
import styles from './message-text.module.css';

interface Props {
  body: string;
  /** Replaces a stretch of plain text, such as a mention. */
  decorate?: (text: string) => (Node | string)[];
}

/** Builds DOM nodes: user text is never parsed as HTML. */
export function MessageText(props: Props) {
  const nodeOf = (part: Part): (Node | string)[] =>
    typeof part === 'string' ? (props.decorate?.(part) ?? [part]) : [elementOf(part, part.parts.flatMap(nodeOf))];
  return (
    <div class={styles.text} dir="auto">
      {parse(props.body).flatMap(nodeOf)}
    </div>
  );
}

function elementOf({ tag, href, value, language }: Piece, inside: (Node | string)[]) {
  const element = document.createElement(tag);
  const link = href && { href, target: '_blank', rel: 'noopener noreferrer nofollow' };
  // A scrolling block must be reachable by keyboard.
  Object.assign(element, link, value !== undefined && { value }, tag === 'pre' && { tabIndex: 0 });
  if (language) element.dataset['language'] = language;
  element.append(...inside);
  return element;
}
