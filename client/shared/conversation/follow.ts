import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { scrollPlace } from './scroll-place.ts';

const AT_END_PX = 48;
const NEAR_PX = 400;

interface Options {
  /** Changes when another conversation is shown. */
  subject: Accessor<string>;
  /** Of what is shown, in order: a new last key is something new, a new first key an older page. */
  keys: Accessor<string[]>;
  /** Whether the newest is one's own: then the end follows in any case. */
  isOwn: (key: string) => boolean;
  /** Where to open, such as the divider of the unread; null opens where one was, or else at the end. */
  startAt: () => HTMLElement | null;
  /** Whether more follows what is shown: then its last line is not the end. */
  hasNewer: Accessor<boolean>;
  onNearStart: () => void;
  onNearEnd: () => void;
}

/** Keeps the place in a list that grows at both ends: at the end it follows, above it holds and counts what is new. */
export function createFollow({ subject: given, keys, isOwn, startAt, hasNewer, onNearStart, onNearEnd }: Options) {
  // A memo: the same subject said again is not another one, and must not pull the reader to the end.
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
    // Between two conversations the view holds neither; in the middle of one its end is not here.
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
      // An older page went in above: what is read stays where it is.
      view.scrollTop += view.scrollHeight - known.height;
    } else if (known.last !== last && last !== undefined) {
      // A newer page went in below: what is read stays where it is.
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
      // The keyboard of a phone, a window, files that show later than their text: whoever was at the end stays there.
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
