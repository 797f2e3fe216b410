/** What all parts of the desk share besides the session: toasts, the overlay, and the place in the address. */
import { useLocation, useNavigate, useParams } from '@solidjs/router';
import { createContext, createMemo, createSignal, useContext } from 'solid-js';
import { announce } from '../shared/ui/announce.tsx';
import { ApiError, Offline } from '../shared/request.ts';
import { t as shared } from '../shared/words.ts';
import { t } from './words.ts';
import { useSession } from '../shared/state/session.ts';
import type { CommandId } from './commands.ts';
import { isNarrowed, myTeams, VIEW_NAMES, type ViewName } from './queue/views.ts';
import { type ViewQuery, viewQueryIn, isSame, searchOf, viewsOf } from './views/saved.ts';

/** The path of the desk on its server. */
export const BASE = '/desk';

/** The path of a menu item for the router, which adds `BASE` itself. */
export const pathOf = ({ href }: { href: string }) => href.replace(/^\/desk/u, '');

/** Whether the address is that of a menu item, or of one thing of its list. */
export const isAt = (pathname: string, { href }: { href: string }) =>
  pathname === href || pathname.startsWith(`${href}/`);

/** The page itself never scrolls, and scrolling to its top would force a layout. */
export const IN_PLACE = { scroll: false };

const UNDO_MS = 8_000;
/** An undo this late is answered with why nothing happens. */
const LATE_MS = 60_000;

export interface Toast {
  text: string;
  /**
   * Answers true when it was undone; otherwise it says itself what happened. `hasWritten`: whether the person has typed
   * since the toast appeared.
   */
  undo?: (hasWritten: boolean) => Promise<boolean | void>;
  /** A shorter form of it on the screen. */
  shown?: string;
}

/** The overlay above the desk. The palette can open with the choices of one command. */
export type Overlay =
  | { name: 'palette'; of: CommandId | null }
  /** Choose another ticket of the customer. */
  | { name: 'choose'; act: 'merge' | 'link'; ticketId: string }
  /** Split the customer's messages from this one on. */
  | { name: 'split'; ticketId: string; seq: number }
  /** Name a new view, or rename the view with the id `of`. */
  | { name: 'view'; asked: ViewQuery; of: string | null }
  | { name: 'sheet' }
  | { name: 'preferences' }
  | { name: 'password' };

export type Desk = ReturnType<typeof createDesk>;

export function createDesk() {
  const [toast, setToast] = createSignal<Toast | null>(null);
  /** The text of an undo that has just expired. */
  const [late, setLate] = createSignal<string | null>(null);
  const [overlay, setOverlay] = createSignal<Overlay | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasWritten = false;
  addEventListener('input', ({ target }) => (hasWritten ||= target instanceof HTMLTextAreaElement));

  function say(next: Toast) {
    clearTimeout(timer);
    hasWritten = false;
    setToast(next);
    announce(next.text);
    setLate(null);
    timer = setTimeout(() => {
      setToast(null);
      if (!next.undo) return;
      setLate(next.text);
      timer = setTimeout(setLate, LATE_MS, null);
    }, UNDO_MS);
  }

  return {
    toast,
    say,
    /** Shows a text without replacing a toast that offers an undo. */
    sayToo(text: string) {
      const now = toast();
      const more = (said: string) => `${said}${said.endsWith('.') ? '' : '.'} ${text}`;
      if (!now?.undo) say({ text });
      else if (now.text.endsWith(text)) announce(text);
      else say({ ...now, text: more(now.text), shown: more(now.shown ?? now.text) });
    },
    /** Runs the undo and says what was undone, or that it is too late. */
    async undo() {
      const what = late();
      if (what !== null) return say({ text: t('undoing.late', { what }) });
      const now = toast();
      setToast(null);
      // Something else may have been said meanwhile.
      if ((await now?.undo?.(hasWritten)) !== true || toast()) return;
      const firstLine = (words = '') => words.split('\n')[0] ?? '';
      const done = (of: string | undefined) => t('undoing.done', { what: firstLine(of) });
      say({ text: done(now?.text), ...(now?.shown !== undefined && { shown: done(now.shown) }) });
    },
    mayUndo: () => toast()?.undo !== undefined || late() !== null,
    dismiss: () => void setToast(null),
    overlay,
    show: (next: Overlay) => void setOverlay(next),
    /** Hides the overlay if it is still this one. */
    hide: (one: Overlay) => void setOverlay((now) => (now === one ? null : now)),
    /** Runs a request and shows the reason when it is refused. */
    async attempt<T>(work: () => Promise<T>): Promise<T | null> {
      try {
        return await work();
      } catch (error) {
        if (error instanceof ApiError) say({ text: error.message });
        else if (error instanceof Offline) say({ text: shared('offline.noAnswer') });
        else throw error;
        return null;
      }
    },
  };
}

const DeskContext = createContext<Desk>();
export const DeskProvider = DeskContext.Provider;
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk needs a DeskProvider above it.');
  return desk;
}

/** The view and the open ticket, read from the address. */
export function usePlace() {
  const params = useParams();
  const navigate = useNavigate();
  const location = useLocation<{ from: string }>();
  const session = useSession();
  const saved = createMemo(() => {
    const state = session.state();
    return state && viewsOf(state).find(({ id }) => id === params['saved']);
  });
  /** The built-in view on which a saved view is based. */
  const view = (): ViewName => saved()?.base ?? VIEW_NAMES.find((name) => name === params['view']) ?? 'waiting';
  const list = () => (params['saved'] ? `views/${params['saved']}` : view());
  const ticketId = () => params['id'];
  /** Sort and filters belong to the list; the anchor of a conversation does not. */
  function inAddress() {
    const all = new URLSearchParams(location.search);
    all.delete('at');
    return all;
  }
  /** Whether the list can show one's own teams only, by a choice that is remembered beside the address. */
  function mayNarrow() {
    const state = session.state();
    return state !== null && params['saved'] === undefined && view() === 'waiting' && myTeams(state).length > 0;
  }
  /** A saved view uses its own filters until a change puts all of them in the address. */
  const search = () => {
    const own = inAddress();
    const known = saved();
    if (known && own.size === 0) return searchOf(known);
    const state = session.state();
    if (mayNarrow() && state && isNarrowed(state) && !own.has('team')) own.set('team', 'mine');
    return own;
  };
  const suffixOf = (search: URLSearchParams) => (search.size > 0 ? `?${search}` : '');
  // Computed once for all rows.
  const suffix = createMemo(() => suffixOf(inAddress()));
  const href = (id: string) => `/${list()}/${id}${suffix()}`;
  /** The list, or the search from which the ticket was opened. */
  const listHref = () => location.state?.from ?? `/${list()}${suffix()}`;

  /** The change against the saved view: empty when equal to the saved view, otherwise never empty. */
  function asChange(search: URLSearchParams) {
    const known = saved();
    const asked = viewQueryIn(view(), search);
    if (!known || !asked) return search;
    if (isSame(asked, known)) return new URLSearchParams();
    const next = searchOf(asked);
    next.set('sort', asked.order);
    return next;
  }

  return {
    view,
    /** The saved view of the address; undefined for a built-in view or a deleted one. */
    saved,
    isMissing: () => params['saved'] !== undefined && !saved(),
    isChanged: () => saved() !== undefined && inAddress().size > 0,
    leaveSaved: () => navigate(ticketId() ? `/${view()}/${ticketId()}` : `/${view()}`, { replace: true }),
    ticketId,
    href,
    /** An address for links outside the router. */
    address: (id: string) => BASE + href(id),
    listHref,
    search,
    mayNarrow,
    sortAndFilter: (search: URLSearchParams) =>
      navigate(`/${[list(), ticketId()].filter(Boolean).join('/')}${suffixOf(asChange(search))}`, { replace: true }),
    open: (id: string) => navigate(href(id), IN_PLACE),
    close: () => navigate(listHref(), IN_PLACE),
  };
}
