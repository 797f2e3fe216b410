/** What all parts of the desk share beyond the session: toasts, and which ticket of which view is open. */
import { useLocation, useNavigate, useParams } from '@solidjs/router';
import { createContext, createMemo, createSignal, useContext } from 'solid-js';
import { announce } from '../shared/ui/announce.tsx';
import { ApiError, Offline } from '../shared/request.ts';
import { t as shared } from '../shared/words.ts';
import { t } from './words.ts';
import { useSession } from '../shared/state/session.ts';
import type { CommandId } from './commands.ts';
import { VIEW_NAMES, type ViewName } from './queue/views.ts';
import { type ViewQuery, viewQueryIn, isSame, searchOf, viewsOf } from './views/saved.ts';

/** Where the desk stands on its server. */
export const BASE = '/desk';

/** Nothing of the desk scrolls with the page, and to ask for its top lays all of it out. */
export const IN_PLACE = { scroll: false };

const UNDO_MS = 8_000;
/** Whoever asks for it so much later means it still, and is told why nothing happens. */
const LATE_MS = 60_000;

export interface Toast {
  text: string;
  /** Is told whether something was written since this was said. */
  undo?: (hasWritten: boolean) => void;
}

/** What stands over the desk; the palette may begin at what one command asks. */
export type Overlay =
  | { name: 'palette'; of: CommandId | null }
  /** One of the customer's other tickets. */
  | { name: 'choose'; act: 'merge' | 'link'; ticketId: string }
  /** Of what the customer wrote from this message on. */
  | { name: 'split'; ticketId: string; seq: number }
  /** A name for what a list asks for; or, with the id of one that has a name, another one. */
  | { name: 'view'; asked: ViewQuery; of: string | null }
  | { name: 'sheet' }
  | { name: 'preferences' }
  | { name: 'password' };

export type Desk = ReturnType<typeof createDesk>;

export function createDesk() {
  const [toast, setToast] = createSignal<Toast | null>(null);
  /** What could be undone until a moment ago. */
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
    /** Beside what can still be undone, which it does not take away. */
    sayToo(text: string) {
      const now = toast();
      if (!now?.undo) say({ text });
      else if (now.text.endsWith(text)) announce(text);
      else say({ ...now, text: `${now.text}${now.text.endsWith('.') ? '' : '.'} ${text}` });
    },
    /** What was done is taken back; or it is said that it is too late for that. */
    undo() {
      const what = late();
      if (what !== null) return say({ text: t('undoing.late', { what }) });
      const now = toast();
      setToast(null);
      now?.undo?.(hasWritten);
    },
    mayUndo: () => toast()?.undo !== undefined || late() !== null,
    dismiss: () => void setToast(null),
    overlay,
    show: (next: Overlay) => void setOverlay(next),
    /** Another one may have taken its place by then. */
    hide: (one: Overlay) => void setOverlay((now) => (now === one ? null : now)),
    /** Runs what may be refused, and says why it was. */
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

/** The address says which view is shown and which ticket is open. */
export function usePlace() {
  const params = useParams();
  const navigate = useNavigate();
  const location = useLocation();
  const session = useSession();
  const saved = createMemo(() => {
    const state = session.state();
    return state && viewsOf(state).find(({ id }) => id === params['saved']);
  });
  /** Of a saved view, where it begins. */
  const view = (): ViewName => saved()?.base ?? VIEW_NAMES.find((name) => name === params['view']) ?? 'waiting';
  const list = () => (params['saved'] ? `views/${params['saved']}` : view());
  const ticketId = () => params['id'];
  /** How the list is sorted and narrowed goes along, and where a conversation was opened does not. */
  function inAddress() {
    const all = new URLSearchParams(location.search);
    all.delete('at');
    return all;
  }
  /** A saved view is what it is, until something is changed on top of it: then the address holds all of it. */
  const search = () => {
    const own = inAddress();
    const view = saved();
    return view && own.size === 0 ? searchOf(view) : own;
  };
  const suffixOf = (search: URLSearchParams) => (search.size > 0 ? `?${search}` : '');
  // Once for all rows of a list.
  const suffix = createMemo(() => suffixOf(inAddress()));
  const href = (id: string) => `/${list()}/${id}${suffix()}`;
  const listHref = () => `/${list()}${suffix()}`;

  /** Of a saved view nothing where it is as it was saved, and otherwise never nothing. */
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
    /** The saved view of the address; nothing for a list of the desk's own, nor where it is gone. */
    saved,
    isMissing: () => params['saved'] !== undefined && !saved(),
    isChanged: () => saved() !== undefined && inAddress().size > 0,
    leaveSaved: () => navigate(ticketId() ? `/${view()}/${ticketId()}` : `/${view()}`, { replace: true }),
    ticketId,
    href,
    /** For a link that is not the router's. */
    address: (id: string) => BASE + href(id),
    listHref,
    search,
    sortAndFilter: (search: URLSearchParams) =>
      navigate(`/${[list(), ticketId()].filter(Boolean).join('/')}${suffixOf(asChange(search))}`, { replace: true }),
    open: (id: string) => navigate(href(id), IN_PLACE),
    close: () => navigate(listHref(), IN_PLACE),
  };
}
