/**
 * What the loader (on somebody's page) and the frame (on ours) say to each other.
 *
 * Whenever the frame has loaded, the loader posts one `Hello` to it, to the desk's origin only, with a new MessagePort.
 * The frame takes the first hello from `window.parent` whose origin is one of the site's, or its own for the preview;
 * everything after it goes over the port, so neither side listens to the window. Both check what comes.
 */
export interface Hello {
  answerback: 1;
  hello: HostState;
}

/** The page as it is now. `page` and `referrer` have no fragment and may be empty; `fields` are what the page says of its visitor. */
export interface HostState {
  /** As `<html lang>` says it, else as the browser does. */
  locale: string;
  dir: 'ltr' | 'rtl';
  dark: boolean;
  page: string;
  pageTitle: string;
  referrer: string;
  touch: boolean;
  /** Whether the panel shows. It shows without having been asked for when a page is loaded again: focus stays where it is. */
  open: boolean;
  fields?: Fields;
}

export type Fields = Record<string, string | number | boolean>;

export type HostMessage =
  /** What changed. */
  | { type: 'host'; state: Partial<HostState> }
  /** Somebody opened it, so the focus belongs in the message box. */
  | { type: 'open' }
  | { type: 'close' }
  /** The JWT of the site's server. It is used once: ask the page for a new one, never send it twice. */
  | { type: 'identify'; token: string }
  | { type: 'update'; fields: Fields }
  /** Forgets the visitor, here and in the frame's storage. */
  | { type: 'logout' };

/** No text, no name, no token: the page must not read the conversation. */
export type FrameMessage =
  /** The app stands. Until then the loader shows an empty panel; when it does not come, the loader says so and tries anew. */
  | { type: 'ready' }
  /** Escape, or the button. The loader closes and takes the focus back. */
  | { type: 'close' }
  /** The badge, the spoken label, and the title while the page is hidden. */
  | { type: 'unread'; count: number }
  | { type: 'message'; conversation: string; from: 'team' | 'visitor' }
  /** Kept in the page's storage, so that the next page loads the frame by itself. */
  | { type: 'has-conversation'; has: boolean }
  | { type: 'identified'; ok: boolean; code?: string };
