/** The page around the frame, over the one port that it opened. It is told ids and counts, and no text of anybody's. */
import { createSignal } from 'solid-js';
import type { SiteLook } from '../../server/sites/contract.ts';
import type { Fields, FrameMessage, HostMessage, HostState } from './protocol.ts';

/** The desk's own page for admins says how the site would look. */
type Told = HostMessage | { type: 'look'; look: SiteLook };

let port: MessagePort | null = null;
const listeners = new Set<(message: Told) => void>();

const [state, setState] = createSignal<HostState>({
  locale: navigator.language,
  dir: 'ltr',
  dark: false,
  page: '',
  pageTitle: '',
  referrer: '',
  open: false,
});
export { state as host };

/**
 * The first hello of the page that holds this one. Who that may be is said by the policy that this page was served with
 * (`frame-ancestors`): a browser shows it to no other.
 */
export const hello = () =>
  new Promise<void>((resolve) => {
    const heard = ({ source, data, ports: [given] }: MessageEvent<unknown>) => {
      const said = isRecord(data) && data['answerback'] === 1 ? hostState(data['hello']) : null;
      if (source !== window.parent || !said || !given) return;
      removeEventListener('message', heard);
      setState(said);
      port = given;
      port.addEventListener('message', ({ data: later }: MessageEvent<unknown>) => hear(later));
      resolve();
    };
    addEventListener('message', heard);
  });

/** What came since the hello comes now. */
export function listen(listener: (message: Told) => void) {
  listeners.add(listener);
  port?.start();
  return () => void listeners.delete(listener);
}
export const tell = (message: FrameMessage) => port?.postMessage(message);

function hear(data: unknown) {
  const message = toldIn(data);
  if (!message) return;
  if (message.type === 'host') setState(message.state);
  for (const listener of listeners) listener(message);
}

function toldIn(data: unknown): Told | null {
  if (!isRecord(data)) return null;
  switch (data['type']) {
    case 'host': {
      const said = hostState(data['state']);
      return said && { type: 'host', state: said };
    }
    case 'open':
    case 'logout':
      return { type: data['type'] };
    case 'identify':
      return typeof data['token'] === 'string' ? { type: 'identify', token: data['token'] } : null;
    case 'look':
      // From our own page; it has the shape that its form gives it.
      return isRecord(data['look']) ? { type: 'look', look: data['look'] as unknown as SiteLook } : null;
    default:
      return null;
  }
}

function hostState(data: unknown): HostState | null {
  if (!isRecord(data)) return null;
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
  const fields = isRecord(data['fields']) ? { fields: fieldsIn(data['fields']) } : {};
  return {
    locale: text('locale'),
    dir: data['dir'] === 'rtl' ? 'rtl' : 'ltr',
    dark: data['dark'] === true,
    page: text('page'),
    pageTitle: text('pageTitle'),
    referrer: text('referrer'),
    open: data['open'] === true,
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
