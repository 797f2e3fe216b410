/** What the apps say. Each has a catalogue of its own beside these; a key that is missing does not type-check. */
import { flatten, resolveTemplate, translator } from '@solid-primitives/i18n';

export const en = {
  you: 'You',
  send: 'Send',
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  today: 'Today',
  state: {
    sending: 'Sending',
    waiting: 'Sending when you are back online',
    sent: 'Sent {{ time }}',
    seen: 'Seen {{ time }}',
    failed: 'Not sent: {{ problem }}',
    retry: 'Retry',
    discard: 'Discard',
    sendAnyway: 'Send anyway',
  },
  message: {
    edit: 'Edit',
    delete: 'Delete',
    deleteForAll: 'Delete for everyone',
    edited: 'edited',
    deleted: 'This message was deleted.',
    tooLong: 'This is {{ over }} characters too long: at most {{ most }} go in one message. Nothing was sent.',
    filesFailed: 'A file was not uploaded. Retry it or remove it, then send.',
    actions: 'Change this message',
    new: { one: '1 new message', many: '{{ n }} new messages' },
    newSince: 'New',
    older: 'Show earlier messages',
    newer: 'Show later messages',
    newest: 'Jump to the newest',
    loading: 'Loading',
    region: 'Messages',
    announced: '{{ name }} says: {{ text }}',
  },
  /** What a customer can say of how it went. */
  scores: { 1: 'very bad', 2: 'bad', 3: 'okay', 4: 'good', 5: 'very good' },
  typing: '{{ name }} is typing',
  theme: 'Switch between light and dark',
  offline: {
    title: 'You are offline.',
    text: 'Keep writing, it is sent when the connection is back.',
    noAnswer: 'The server could not be reached. Check the connection and try again.',
  },
  fields: {
    name: 'Name',
    email: 'Email',
    password: 'Password',
    newPassword: 'New password',
    currentPassword: 'Present password',
    missing: 'Fill this in.',
    passwordHint: 'At least 10 characters.',
  },
  signIn: 'Sign in',
  signOut: 'Sign out',
  changePassword: 'Change password',
  passwordChanged: 'Your password is changed. Other devices were signed out.',
} as const;

/** A typed translator over one catalogue: `t('state.sent', { time })`. */
export function wordsOf<D extends Record<string, unknown>>(catalogue: D) {
  const flat = flatten(catalogue);
  return translator(() => flat, resolveTemplate);
}

export const t = wordsOf(en);
