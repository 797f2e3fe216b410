/** The shared catalogue of texts. Each app has its own beside it; a missing key does not type-check. */
import { type Flatten, flatten, resolveTemplate, translator } from '@solid-primitives/i18n';
import { perLanguage } from './language.ts';

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
    tooOften: 'Too many at once, sending at {{ time }}',
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
    tooLong: {
      one: 'This is 1 character too long: at most {{ most }} go in one message. Nothing was sent.',
      other: 'This is {{ n }} characters too long: at most {{ most }} go in one message. Nothing was sent.',
    },
    filesFailed: 'A file was not uploaded. Retry it or remove it, then send.',
    actions: 'Change this message',
    new: { one: '1 new message', other: '{{ n }} new messages' },
    newSince: 'New',
    older: 'Show earlier messages',
    newer: 'Show later messages',
    newest: 'Jump to the newest',
    region: 'Messages',
    announced: '{{ name }} says: {{ text }}',
  },
  /** The scores of a rating. */
  scores: { 1: 'very bad', 2: 'bad', 3: 'okay', 4: 'good', 5: 'very good' },
  typing: '{{ name }} is typing',
  theme: 'Switch between light and dark',
  offline: {
    title: 'You are offline.',
    text: 'Keep writing, it is sent when the connection is back.',
    noAnswer: 'The server could not be reached. Check the connection and try again.',
  },
  refused: {
    tooOften: 'Too many attempts. Try again at {{ time }}.',
    tooLarge: 'This is too large.',
    blocked: 'You can no longer write here.',
    closed: 'This ticket is closed.',
    tooLate: 'This can be changed for 15 minutes after it was written. Write another one.',
    notThere: 'This does not exist, or you may not see it.',
    full: 'The server has no room to store this. Reading still works; try again later.',
    server: 'The server could not do this now. Try again in a moment.',
    empty: 'Write something first.',
  },
  fields: {
    name: 'Name',
    email: 'Email',
    password: 'Password',
    newPassword: 'New password',
    currentPassword: 'Current password',
    missing: 'Fill this in.',
    passwordHint: 'At least 10 characters.',
  },
  signOut: 'Sign out',
  changePassword: 'Change password',
  passwordChanged: 'Your password is changed. Other devices were signed out.',
} as const;

/** A text with plural forms: English has two, other languages up to six. */
interface Counted {
  one: string;
  other: string;
}
type Catalogue = { [key: string]: string | Catalogue };
/** The same catalogue in a language with these plural forms. A missing key or form does not type-check. */
export type In<Forms extends Intl.LDMLPluralRule, D> = {
  [K in keyof D]: D[K] extends string ? string : D[K] extends Counted ? Record<Forms, string> : In<Forms, D[K]>;
};
/** The paths of all texts with plural forms. */
type CountedIn<D, Before extends string = ''> = {
  [K in keyof D & string]: D[K] extends string
    ? never
    : D[K] extends Counted
      ? `${Before}${K}`
      : CountedIn<D[K], `${Before}${K}.`>;
}[keyof D & string];

const counting = perLanguage(({ locale = 'en' }) => ({
  rules: new Intl.PluralRules(locale),
  numbers: new Intl.NumberFormat(locale),
}));
/** A number in the language of the page. */
export const numberWords = (n: number) => counting().numbers.format(n);

/**
 * A typed translator over one catalogue: `t('state.sent', { time })`, and `t.count('message.new', 3)` for a text with
 * plural forms. A catalogue with a name can be translated.
 */
export function wordsOf<D extends Catalogue>(english: D, name = '') {
  // `In` guarantees that a translation has the shape of the catalogue.
  const flat = perLanguage(({ words }) => flatten((words[name] as D | undefined) ?? english) as Flatten<D>);
  const count = (path: string & CountedIn<D>, n: number, more: Record<string, string> = {}) => {
    const words: Record<string, unknown> = flat();
    const form = words[`${path}.${counting().rules.select(n)}`] ?? words[`${path}.other`];
    return resolveTemplate(String(form), { n: numberWords(n), ...more });
  };
  return Object.assign(translator(flat, resolveTemplate), { count });
}

export const t = wordsOf(en, 'shared');
