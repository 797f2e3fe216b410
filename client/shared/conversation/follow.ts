import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { scrollPlace } from './scroll-place.ts';

const AT_END_PX = 48;
const NEAR_PX = 400;

interface Options {
  /** The key of the shown conversation. */
  subject: Accessor<string>;
  /** The keys of the shown items, in order: a new last key is a new item, a new first key an older page. */
  keys: Accessor<string[]>;
  /** Whether the newest item is the reader's own: then the view always scrolls to the end. */
  isOwn: (key: string) => boolean;
  /**
   * The element to open at, such as the divider of unread messages; null opens at the last position, or else at the
   * end.
   */
  startAt: () => HTMLElement | null;
  /** Whether later items exist: then the last line is not the end. */
  hasNewer: Accessor<boolean>;
  onNearStart: () => void;
  onNearEnd: () => void;
}

/**
 * Keeps the scroll position in a list that grows at both ends: at the end it follows new items, above the end it stays
 * and counts them.
 */
export function createFollow({ subject: given, keys, isOwn, startAt, hasNewer, onNearStart, onNearEnd }: Options) {
  // A memo, so that setting the same subject again does not scroll to the end.
  const subject = createMemo(given);
  const [atEnd, setAtEnd] = createSignal(true);
  const [unseen, setUnseen] = createSignal(0);
  let view: HTMLElement | undefined;
  let opened = '';
  let known: { first: string | undefined; last: string | undefined; height: number; reachedEnd: boolean } = {
    first: undefined,
    last: undefined,
    height: 0,
    reachedEnd: true,
  };

  const toEnd = () => view?.scrollTo({ top: view.scrollHeight });
  const measure = () => {
    if (!view) return;
    const end = below(view) <= AT_END_PX && !hasNewer();
    // Between two conversations the view shows neither; in the middle of one the end is not loaded.
    if (opened === subject() && opened !== '' && !hasNewer()) scrollPlace.set(opened, end ? 0 : below(view));
    setAtEnd(end);
    if (end) setUnseen(0);
  };

  function settle() {
    if (!view) return;
    const shown = keys();
    const [first, last] = [shown[0], shown.at(-1)];
    if (opened !== subject() && shown.length > 0) {
      opened = subject();
      const start = startAt();
      const place = view.scrollHeight - view.clientHeight - scrollPlace.get(opened);
      view.scrollTop = start ? start.offsetTop - view.clientHeight / 4 : place;
    } else if (known.first !== first && known.last === last) {
      // An older page was inserted above: the read line stays in place.
      view.scrollTop += view.scrollHeight - known.height;
    } else if (known.last !== last && last !== undefined) {
      // A newer page was inserted below: the read line stays in place.
      if (!known.reachedEnd) measure();
      else if (atEnd() || isOwn(last)) toEnd();
      else setUnseen((n) => n + 1);
    } else if (atEnd() && !hasNewer()) toEnd();
    known = { first, last, height: view.scrollHeight, reachedEnd: !hasNewer() };
    measure();
  }

  createEffect(
    on(subject, () => {
      setUnseen(0);
      setAtEnd(true);
    }),
  );
  createEffect(on([subject, keys], () => queueMicrotask(settle)));

  return {
    atEnd,
    unseen,
    toEnd,
    /** `ref` of the element that scrolls. */
    watch(element: HTMLElement) {
      view = element;
      const scrolled = () => {
        measure();
        if (element.scrollTop < NEAR_PX) onNearStart();
        if (below(element) < NEAR_PX) onNearEnd();
      };
      element.addEventListener('scroll', scrolled, { passive: true });
      // The view can change its size by an on-screen keyboard, the window or late files: a reader at the end stays at
      // the end.
      const sized = new ResizeObserver(() => atEnd() && toEnd());
      sized.observe(element);
      if (element.firstElementChild) sized.observe(element.firstElementChild);
      onCleanup(() => {
        element.removeEventListener('scroll', scrolled);
        sized.disconnect();
      });
    },
  };
}

const below = (view: HTMLElement) => view.scrollHeight - view.scrollTop - view.clientHeight;
