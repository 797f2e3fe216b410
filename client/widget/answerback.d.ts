/** The commands and events of the widget. Copy this file into a TypeScript project. */
export interface AnswerbackEvents {
  /** The launcher is on the page. Late listeners are told as well. */
  ready: undefined;
  open: { type: 'open' };
  close: { type: 'close' };
  /** The number of messages that the visitor has not seen. */
  unread: { type: 'unread'; count: number };
  /** A new message arrived; its text is not included. */
  message: { type: 'message'; conversation: string; from: 'team' | 'visitor' };
  /** The result of `identify`. With `ok: false`, `code` says why. */
  identified: { type: 'identified'; ok: boolean; code?: string };
}

export interface Answerback {
  (command: 'open' | 'close' | 'logout'): void;
  /** A JWT signed by your server; each token works once, so every call needs a new one. */
  (command: 'identify', token: string): void;
  /** Details that the team sees beside the conversation. They are shown as not verified. */
  (command: 'update', fields: Record<string, string | number | boolean>): void;
  <Name extends keyof AnswerbackEvents>(
    command: 'on',
    event: Name,
    then: (detail: AnswerbackEvents[Name]) => void,
  ): void;
}

declare global {
  interface Window {
    answerback: Answerback;
  }
  var answerback: Answerback;
}
