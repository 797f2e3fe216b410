import { wordsOf } from '../../shared/words.ts';

const en = {
  save: 'Save this view',
  changed: 'Changed',
  keep: 'Save',
  saveNew: 'Save as new',
  revert: 'Revert',
  menu: 'Rename, share or delete this view',
  by: 'Shared by {{ name }}',
  byYou: 'You share this',
  onlyYou: 'Only you see this',
  someone: 'somebody who left',
  edit: 'Rename or share',
  delete: 'Delete',
  deleteTheirs: 'Delete {{ name }}’s view for everybody',
  deleted: 'Deleted the view “{{ name }}”',
  saved: 'Saved the view “{{ name }}”',
  /** What it asks for and is not there any more. */
  gone: {
    tag: 'A tag that this asks for is gone, so nothing fits.',
    none: 'The {{ what }} that this asks for is gone, so nothing fits.',
    some: 'A {{ what }} that this asks for is gone. The rest still counts.',
    person: 'Whoever this asks for is not on the team any more.',
    drop: 'Take it out',
  },
  what: { status: 'status', priority: 'priority', category: 'category' },
  dialog: {
    new: 'Save this view',
    edit: 'Rename or share',
    name: 'Name',
    shared: 'Everybody on the team sees it',
    theirs: 'It is {{ name }}’s: no longer shared, only {{ name }} sees it.',
  },
} as const;

export const t = wordsOf(en);
