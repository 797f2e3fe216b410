/**
 * What the loader (on somebody's page) and the frame (on ours) say to each other.
 *
 * Whenever a page has loaded in the frame, the loader posts one `Hello` to it, to the desk's origin only, with a new
 * MessagePort. The frame takes the first hello from `window.parent`, which its policy (`frame-ancestors`) lets be the
 * site's pages or our own; everything after it goes over the port, so neither side listens to the window.
 *
 * The loader has two kilobytes for everything, so neither side gives commands: each says how things are.
 */
export interface Hello {
  answerback: 1;
}

/** Over the port as JSON, whole, whenever something of it changes; the first one comes right after the hello. */
export interface HostState {
  /** As `<html lang>` says it; empty if it says nothing, and then the browser's is meant. */
  locale: string;
  dir: string;
  dark: boolean;
  /** Without what stands behind the #, which is often a secret. */
  page: string | undefined;
  pageTitle: string;
  referrer: string;
  /** Whether the panel shows. Asked: somebody opened it, so the focus belongs in the message box. Kept: it was open before. */
  open: '' | 'asked' | 'kept';
  /** What the page says of its visitor: `answerback('update', fields)`. */
  fields?: Fields | undefined;
  /**
   * The JWT of the site's server, which is used once: another one is another `identify`. Empty: `logout`, which forgets the
   * visitor here and in the frame's storage. Absent: the page says nothing of who this is.
   */
  token?: string | undefined;
}

export type Fields = Record<string, string | number | boolean>;

/** How the frame is. Every message has it; the first one says that the app stands. */
export interface FrameState {
  /** Of the launcher as it is now, in the visitor's language and its plural: "Open chat, 2 unread", "Close chat". */
  label: string;
  /** The badge, and the title while the page is hidden. */
  unread: number;
  /** Kept in the page's storage: with a conversation, the next page loads the frame by itself. */
  kept: '' | '1';
}

/** What has happened in it. No text of a message, no name, no token: the page must not read the conversation. */
export type FrameEvent =
  /** The app stands. Not the page's `ready`, which is the launcher's. */
  | { type: 'loaded' }
  /** It was open on the page before. The loader opens it, unless that would cover a phone. */
  | { type: 'open' }
  /** Escape, the back button, or its own button. The loader closes it and takes the focus back. */
  | { type: 'close' }
  | { type: 'labels'; open: string; close: string }
  | { type: 'unread'; count: number }
  | { type: 'message'; conversation: string; from: 'team' | 'visitor' }
  | { type: 'has-conversation'; has: boolean }
  | { type: 'identified'; ok: boolean; code?: string };

export type FrameMessage = FrameEvent & FrameState;
