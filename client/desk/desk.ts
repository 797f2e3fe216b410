/** What all parts of the desk share beyond the session: toasts, and which ticket of which view is open. */
import { useLocation, useNavigate, useParams } from '@solidjs/router';
import { createContext, createSignal, useContext } from 'solid-js';
import { announce } from '../shared/announce.tsx';
import { ApiError, Offline } from '../shared/api.ts';
import { t as shared } from '../shared/words.ts';
import type { CommandId } from './commands.ts';
import { VIEW_NAMES, type ViewName } from './queue/views.ts';

const UNDO_MS = 8_000;

export interface Toast {
  text: string;
  undo?: () => void;
}

/** What stands over the desk; the palette may begin at what one command asks. */
export type Overlay =
  | { name: 'palette'; of: CommandId | null }
  /** One of the customer's other tickets. */
  | { name: 'choose'; act: 'merge' | 'link'; ticketId: string }
  /** Of what the customer wrote from this message on. */
  | { name: 'split'; ticketId: string; seq: number }
  | { name: 'sheet' }
  | { name: 'preferences' }
  | { name: 'password' };

export type Desk = ReturnType<typeof createDesk>;

export function createDesk() {
  const [toast, setToast] = createSignal<Toast | null>(null);
  const [overlay, setOverlay] = createSignal<Overlay | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say(next: Toast) {
    clearTimeout(timer);
    setToast(next);
    announce(next.text);
    timer = setTimeout(setToast, UNDO_MS, null);
  }

  return {
    toast,
    say,
    undo() {
      const now = toast();
      setToast(null);
      now?.undo?.();
    },
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
  const view = (): ViewName => VIEW_NAMES.find((name) => name === params['view']) ?? 'waiting';
  const ticketId = () => params['id'];
  /** How the list is sorted and narrowed goes along, and where a conversation was opened does not. */
  function search() {
    const all = new URLSearchParams(location.search);
    all.delete('at');
    return all;
  }
  const withSearch = (path: string) => (search().size > 0 ? `${path}?${search()}` : path);
  const href = (id: string) => withSearch(`/${view()}/${id}`);
  const listHref = () => withSearch(`/${view()}`);
  return {
    view,
    ticketId,
    href,
    listHref,
    search,
    sortAndFilter: (search: URLSearchParams) =>
      navigate(`/${[view(), ticketId()].filter(Boolean).join('/')}${search.size > 0 ? `?${search}` : ''}`, {
        replace: true,
      }),
    open: (id: string) => navigate(href(id)),
    close: () => navigate(listHref()),
  };
}
