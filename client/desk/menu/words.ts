import { wordsOf } from '../../shared/words.ts';

const en = {
  title: 'Menu',
  intro:
    'What the desk’s navigation and the settings list, in this order. Nobody sees an item without the right to its page.',
  failed: 'The menu could not be loaded.',
  again: 'Try again',
  keys: 'Move an item by dragging it, or with its arrows.',
  add: 'Add a link',
  up: 'Move {{ label }} up',
  down: 'Move {{ label }} down',
  edit: 'Edit {{ label }}',
  editShort: 'Edit',
  hidden: 'hidden',
  limited: 'only for {{ names }}',
  moved: '{{ label }} is now number {{ n }}',
  saved: 'Saved. Every desk shows it now.',
  removed: 'Deleted {{ label }} from the menu',
  form: {
    add: 'A link of your own',
    edit: 'Change {{ label }}',
    label: 'Name',
    href: 'Address',
    hrefHint: 'A path of this server, or an address that begins with https://.',
    icon: 'Icon',
    noIcon: 'No icon',
    parent: 'Stands under',
    top: 'nothing: in the navigation itself',
    section: 'Heading above it',
    hidden: 'Hide it from everybody',
    shownTo: 'Shown to',
    all: 'Without a check: everybody with the right to its page.',
    remove: 'Delete this link',
  },
} as const;

export const t = wordsOf(en);
