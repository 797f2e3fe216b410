/**
 * The protocol between the loader (on the customer's page) and the frame (on ours). Whenever a page has loaded in the
 * frame, the loader posts one `Hello` to it, to the desk's origin only, with a new MessagePort. The frame accepts the
 * first hello from `window.parent`; its policy (`frame-ancestors`) allows the site's pages and our own as parent. All
 * later messages use the port, so neither side listens to the window. The loader has two kilobytes for everything, so
 * neither side sends commands: each sends its state.
 */
export interface Hello {
  answerback: 1;
}

/** Sent over the port as JSON, whole, on every change; the first one right after the hello. */
export interface HostState {
  /** The value of `<html lang>`; empty means the browser's language. */
  locale: string;
  dir: string;
  dark: boolean;
  /** Without the part after the #, which is often a secret. */
  page: string | undefined;
  pageTitle: string;
  /** Whether the page or something in it has the focus. The frame of a reloaded page has none of its own. */
  focus: boolean;
  referrer: string;
  /**
   * Whether the panel shows. `asked`: a person opened it, so the message box takes the focus. `kept`: it was open on
   * the page before.
   */
  open: '' | 'asked' | 'kept';
  /** Details of the visitor from `answerback('update', fields)`. */
  fields?: Fields | undefined;
  /**
   * The JWT of the site's server, used once: another value is another `identify`. Empty means `logout`, which forgets
   * the visitor here and in the frame's storage. Absent: the page does not identify the visitor.
   */
  token?: string | undefined;
}

export type Fields = Record<string, string | number | boolean>;

/** The state of the frame, part of every message; the first one says that the app has loaded. */
export interface FrameState {
  /** The label of the launcher in the visitor's language: "Open chat, 2 unread", "Close chat". */
  label: string;
  /** The badge, and the title while the page is hidden. */
  unread: number;
  /** Stored by the page: with a conversation, the next page loads the frame by itself. */
  kept: '' | '1';
  /** The style of the frame while the panel is closed: hidden, or the size of the latest answer beside the launcher. */
  closed: string;
}

/** An event of the frame. No message text, no name, no token: the page must not read the conversation. */
export type FrameEvent =
  /** The app has loaded. The page's `ready` event belongs to the launcher instead. */
  | { type: 'loaded' }
  /** The panel was open on the page before. The loader opens it, unless it would cover a phone. */
  | { type: 'keep' }
  /** Closed by Escape, the back button or its button. The loader closes the panel and takes the focus back. */
  | { type: 'close' }
  /** A press on the latest answer opens the panel. */
  | { type: 'open' }
  | { type: 'peek'; closed: string }
  | { type: 'labels'; open: string; close: string }
  | { type: 'unread'; count: number }
  | { type: 'message'; conversation: string; from: 'team' | 'visitor' }
  | { type: 'has-conversation'; has: boolean }
  | { type: 'identified'; ok: boolean; code?: string };

/** All that the listeners of `answerback('on', …)` get of an event. Other events are between the frame and the loader. */
export type Heard = Extract<FrameEvent, { type: 'unread' | 'message' | 'identified' }>;

export type FrameMessage = FrameEvent & FrameState & { on?: Heard | undefined };
