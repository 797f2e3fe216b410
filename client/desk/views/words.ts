import { wordsOf } from '../../shared/words.ts';

const en = {
  save: 'Save this view',
  changed: 'Changed',
  keep: 'Save',
  saveNew: 'Save as new',
  revert: 'Revert',
  menu: 'Rename, share or delete this view',
  by: 'Shared by {{ name }}',
  byYou: 'Shared by you',
  onlyYou: 'Only you see this',
  someone: 'somebody who left',
  edit: 'Rename or share',
  delete: 'Delete',
  deleteTheirs: 'Delete {{ name }}’s view for everybody',
  deleted: 'Deleted the view “{{ name }}”',
  saved: 'Saved the view “{{ name }}”',
  /** Filters of a view whose tag, status, priority, category or person was deleted. */
  gone: {
    tag: 'A tag in this view was deleted, so no ticket matches.',
    none: 'The {{ what }} in this view was deleted, so no ticket matches.',
    some: 'A {{ what }} in this view was deleted. The other filters still apply.',
    person: 'The person in this view is no longer on the team.',
    drop: 'Remove it',
  },
  what: { status: 'status', priority: 'priority', category: 'category', team: 'team' },
  dialog: {
    new: 'Save this view',
    edit: 'Rename or share',
    name: 'Name',
    shared: 'Share with the team',
    theirs: 'This view belongs to {{ name }}: if you stop sharing it, only {{ name }} sees it.',
  },
} as const;

export const t = wordsOf(en);
