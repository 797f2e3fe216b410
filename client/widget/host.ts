/** The connection to the page around the frame, over one port. The page receives ids and counts, never a text. */
import { createSignal } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import type { Fields, FrameEvent, FrameMessage, Heard, HostState } from './protocol.ts';

interface HostPage extends Omit<HostState, 'page' | 'open' | 'token'> {
  dir: 'ltr' | 'rtl';
  page: string;
  open: boolean;
}
type HostMessage =
  /** A person opened the widget, so the message box takes the focus. */
  | { type: 'open' }
  | { type: 'identify'; token: string }
  | { type: 'logout' }
  /** The desk's preview sends a changed look. */
  | { type: 'look'; look: SiteLook };

let port: MessagePort | null = null;
/** Messages that arrived before the first listener. */
const waiting: HostMessage[] = [];
const listeners = new Set<(message: HostMessage) => void>();
/** The last known state: each change is passed on once. */
let said: { open: string; token: string | undefined } = { open: '', token: undefined };
let labels = { open: '', close: '' };
let unread = 0;
let kept: FrameMessage['kept'] = '';
let closed = 'visibility:hidden';

const [state, setState] = createSignal<HostPage>({
  locale: navigator.language,
  dir: 'ltr',
  dark: false,
  page: '',
  pageTitle: '',
  referrer: '',
  focus: false,
  open: false,
});
export { state as host };

/**
 * Waits for the first hello of the embedding page and its state. The policy of this page (`frame-ancestors`) decides
 * which pages may embed it.
 */
export const hello = () =>
  new Promise<void>((resolve) => {
    const heard = ({ source, data, ports: [given] }: MessageEvent<unknown>) => {
      if (source !== window.parent || !isRecord(data) || data['answerback'] !== 1 || !given) return;
      removeEventListener('message', heard);
      port = given;
      port.onmessage = ({ data: later }: MessageEvent<unknown>) => {
        hear(later);
        resolve();
      };
    };
    addEventListener('message', heard);
  });

/** A listener also receives messages that came since the hello. */
export function listen(listener: (message: HostMessage) => void) {
  listeners.add(listener);
  queueMicrotask(() => waiting.splice(0).forEach(pass));
  return () => void listeners.delete(listener);
}

export function tell(event: FrameEvent) {
  if (event.type === 'peek') closed = event.closed;
  if (event.type === 'labels') labels = event;
  if (event.type === 'unread') unread = event.count;
  if (event.type === 'has-conversation') kept = event.has ? '1' : '';
  const label = state().open ? labels.close : labels.open;
  port?.postMessage({ ...event, on: heardOf(event), label, unread, kept, closed } satisfies FrameMessage);
}

function heardOf(event: FrameEvent): Heard | undefined {
  return event.type === 'unread' || event.type === 'message' || event.type === 'identified' ? event : undefined;
}

function hear(data: unknown) {
  if (typeof data === 'string') {
    const now = parsed(data);
    // An incomplete state would look like another language and remount everything.
    if (!isRecord(now) || typeof now['locale'] !== 'string' || typeof now['open'] !== 'string') return;
    const before = said;
    const token = typeof now['token'] === 'string' ? now['token'] : undefined;
    said = { open: String(now['open']), token };
    const was = state().open;
    setState(pageIn(now));
    if (state().open !== was) tell({ type: 'labels', ...labels });
    if (said.open === 'asked' && before.open !== 'asked') pass({ type: 'open' });
    if (token && token !== before.token) pass({ type: 'identify', token });
    if (token === '' && before.token !== '') pass({ type: 'logout' });
  } else if (isRecord(data) && data['type'] === 'look' && isRecord(data['look'])) {
    // From the desk's own page, whose form gives it this shape.
    pass({ type: 'look', look: data['look'] as unknown as SiteLook });
  }
}

function pass(message: HostMessage) {
  if (listeners.size === 0) waiting.push(message);
  for (const listener of listeners) listener(message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pageIn(data: Record<string, unknown>): HostPage {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
  const fields = isRecord(data['fields']) ? { fields: fieldsIn(data['fields']) } : {};
  return {
    locale: text('locale') || navigator.language,
    dir: data['dir'] === 'rtl' ? 'rtl' : 'ltr',
    dark: data['dark'] === true,
    page: text('page'),
    pageTitle: text('pageTitle'),
    referrer: text('referrer'),
    focus: data['focus'] === true,
    open: text('open') !== '',
    ...fields,
  };
}

const isRecord = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null;
const fieldsIn = (data: Record<string, unknown>): Fields =>
  Object.fromEntries(
    Object.entries(data).filter((pair): pair is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof pair[1]),
    ),
  );
