/** What a page may say to the widget on it, and hear of it. Copy this file into a project that is written in TypeScript. */
export interface AnswerbackEvents {
  /** The launcher stands on the page. Also told to whoever asks afterwards. */
  ready: undefined;
  open: { type: 'open' };
  close: { type: 'close' };
  /** How many messages the visitor has not seen. */
  unread: { type: 'unread'; count: number };
  /** That there is a new one, never what it says. */
  message: { type: 'message'; conversation: string; from: 'team' | 'visitor' };
  /** What became of `identify`. With `ok: false`, `code` says why. */
  identified: { type: 'identified'; ok: boolean; code?: string };
}

export interface Answerback {
  (command: 'open' | 'close' | 'logout'): void;
  /** The token is a JWT that your server signs; each is used once. */
  (command: 'identify', token: string): void;
  /** What the team sees beside the conversation. It is shown, and proves nothing. */
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
