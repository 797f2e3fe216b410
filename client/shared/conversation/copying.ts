/** What is copied out of a transcript is what was written, with its marks: pasted into a box, it is the same message. */
import type { Part } from './piece.ts';
import { written } from './text.ts';

const TEXT = '[data-text]';

/** What the screen does not show of a piece stands on its element, so that a selection carries it. */
export const markElement = (element: HTMLElement, { opens, closes }: { opens?: string; closes?: string }) =>
  Object.assign(element.dataset, opens && { opens }, closes && { closes });

document.addEventListener('copy', (event) => {
  const selection = getSelection();
  const isInField = event.target instanceof Element && event.target.matches('input, textarea');
  if (!event.clipboardData || !selection || selection.rangeCount !== 1 || selection.isCollapsed || isInField) return;
  const range = selection.getRangeAt(0);
  const selected = document.createElement('div');
  selected.append(range.cloneContents());
  const within = range.commonAncestorContainer;
  const isWithin = (within instanceof Element ? within : within.parentElement)?.closest(TEXT);
  const texts = selected.querySelectorAll(TEXT);
  if (!isWithin && texts.length === 0) return;
  event.clipboardData.setData('text/html', new XMLSerializer().serializeToString(selected));
  for (const text of isWithin ? [selected] : texts) text.replaceChildren(writtenIn(text));
  event.clipboardData.setData('text/plain', isWithin ? selected.textContent : shownText(selected));
  event.preventDefault();
});

const writtenIn = (text: Element) => [...text.childNodes].map(partOf).map(written).join('').replace(/^\n+/u, '');

function partOf(node: Node): Part {
  if (!(node instanceof HTMLElement)) return node.textContent ?? '';
  const { opens = '', closes = '' } = node.dataset;
  return {
    tag: node.localName === 'blockquote' ? 'blockquote' : 'p',
    parts: [...node.childNodes].map(partOf),
    opens,
    closes,
  };
}

/** As the browser would say it, which it does only for what is on the page. */
function shownText(selected: HTMLElement): string {
  for (const hidden of selected.querySelectorAll('button, [hidden], [aria-hidden]')) hidden.remove();
  for (const text of selected.querySelectorAll<HTMLElement>(TEXT)) text.style.whiteSpace = 'pre-wrap';
  selected.style.cssText = 'position: fixed; inset-inline-start: 200vw';
  document.body.append(selected);
  const text = selected.innerText;
  selected.remove();
  return text;
}
