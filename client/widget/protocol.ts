/**
 * What the loader (on somebody's page) and the frame (on ours) say to each other.
 *
 * Whenever a page has loaded in the frame, the loader posts one `Hello` to it, to the desk's origin only, with a new
 * MessagePort. The frame takes the first hello from `window.parent` whose origin is one of the site's, or its own for the
 * preview; everything after it goes over the port, so neither side listens to the window. Both check what comes.
 *
 * The loader has two kilobytes for everything, so there are no commands in this: each side says how things are.
 */
export interface Hello {
  answerback: 1;
}

/** Over the port as JSON, whole, whenever something of it changes; the first one comes right after the hello. */
export interface HostState {
  /** As `<html lang>` says it, else as the browser does. */
  locale: string;
  dir: string;
  dark: boolean;
  /** Without what stands behind the #, which is often a secret. */
  page: string | undefined;
  title: string;
  referrer: string;
  /** Whether the panel shows. Asked: somebody opened it, so the focus belongs in the message box. Kept: it was open before. */
  open: '' | 'asked' | 'kept';
  /** What the page says of its visitor: `answerback('update', fields)`. */
  fields?: Fields | undefined;
  /**
   * The JWT of the site's server, which is used once: a new one is another `identify`. Empty: `logout`, which forgets the
   * visitor here and in the frame's storage. Absent: the page says nothing of who this is.
   */
  token?: string | undefined;
}

export type Fields = Record<string, string | number | boolean>;

/** Every message says how the frame is now; no text of a message, no name, no token: the page must not read the conversation. */
export interface FrameState {
  /** Of the launcher as it is now, in the visitor's language and its plural: "Open chat, 2 unread", "Close chat". */
  label: string;
  /** The badge, and the title while the page is hidden. */
  unread: number;
  /** Kept in the page's storage: with a conversation, the next page loads the frame by itself. */
  has: '' | '1';
}

export type FrameMessage = FrameState &
  (
    | {
        /**
         * `unread`: any of the above changed; the first one says that the app stands.
         * `open`: it was open on the page before. The loader opens it, unless that would cover a phone.
         * `close`: Escape, or the button. The loader closes it and takes the focus back.
         */
        type: 'unread' | 'open' | 'close';
      }
    | { type: 'message'; conversation: string; from: 'team' | 'visitor' }
    | { type: 'identified'; ok: boolean; code?: string }
  );
