/**
 * What the loader (on somebody's page) and the frame (on ours) say to each other.
 *
 * Whenever a page has loaded in the frame, the loader posts one `Hello` to it, to the desk's origin only, with a new
 * MessagePort. The frame takes the first hello from `window.parent` whose origin is one of the site's, or its own for the
 * preview; everything after it goes over the port, so neither side listens to the window. Both check what comes.
 */
export interface Hello {
  answerback: 1;
  hello: HostState;
}

/** The page as it is now. */
export interface HostState {
  /** As `<html lang>` says it, else as the browser does. */
  locale: string;
  dir: 'ltr' | 'rtl';
  dark: boolean;
  /** Without what stands behind the #, which is often a secret. */
  page: string;
  pageTitle: string;
  referrer: string;
  /** Whether the panel shows. */
  open: boolean;
  /** What the page says of its visitor: `answerback('update', fields)`. */
  fields?: Fields;
}

export type Fields = Record<string, string | number | boolean>;

export type HostMessage =
  /** Something of it changed; whole. */
  | { type: 'host'; state: HostState }
  /** Somebody opened it, so the focus belongs in the message box. A page that is loaded again opens it without. */
  | { type: 'open' }
  /** The JWT of the site's server. It is used once: ask the page for a new one, never send it twice. */
  | { type: 'identify'; token: string }
  /** Forgets the visitor, here and in the frame's storage. */
  | { type: 'logout' };

/** No text of a message, no name, no token: the page must not read the conversation. */
export type FrameMessage =
  /** The app stands. What the page said until then comes now. */
  | { type: 'ready' }
  /** Escape, or the button. The loader closes and takes the focus back. */
  | { type: 'close' }
  /** In the visitor's language and its plural: "Open chat, 2 unread", "Close chat". At `ready`, and when they change. */
  | { type: 'labels'; open: string; close: string }
  /** The badge, and the title while the page is hidden. */
  | { type: 'unread'; count: number }
  | { type: 'message'; conversation: string; from: 'team' | 'visitor' }
  /** Kept in the page's storage, so that the next page loads the frame by itself. */
  | { type: 'has-conversation'; has: boolean }
  | { type: 'identified'; ok: boolean; code?: string };
