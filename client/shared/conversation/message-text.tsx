import { markElement } from './copying.ts';
import type { Part, Piece } from './piece.ts';
import { parse } from './text.ts';
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
    <div class={styles.text} dir="auto" data-text="">
      {parse(props.body).flatMap(nodeOf)}
    </div>
  );
}

function elementOf(piece: Piece, inside: (Node | string)[]) {
  const { tag, href, value, language } = piece;
  const element = document.createElement(tag);
  const link = href && { href, target: '_blank', rel: 'noopener noreferrer nofollow' };
  // A scrolling block must be reachable by keyboard.
  Object.assign(element, link, value !== undefined && { value }, tag === 'pre' && { tabIndex: 0 });
  if (language) element.dataset['language'] = language;
  markElement(element, piece);
  element.append(...inside);
  return element;
}
