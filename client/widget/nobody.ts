import type { State } from '../shared/state/timeline.ts';

/** A new one for each list: the store would write what one of them brings into all that share an object. */
const none = () => ({ version: 0, items: [] });

/** The state of the frame until the snapshot of its visitor is loaded. */
export const NOBODY: State = {
  me: {
    ...{ id: '', name: '', email: null, role: 'customer', kind: 'customer', capacity: 0, availability: 'away' },
    ...{ picture: null, locale: '', timeZone: '', rights: {}, menu: [] },
  },
  ...{ epoch: '', cursor: 0, listsAt: 0, rows: {}, counts: null, open: {}, next: null },
  lists: {
    statuses: none(),
    priorities: none(),
    categories: none(),
    tags: none(),
    roles: none(),
    menu: none(),
    profile: none(),
    colleagues: none(),
    teams: none(),
    sharedViews: none(),
    ownViews: none(),
    sharedReplies: none(),
    ownReplies: none(),
    invitations: none(),
    webhooks: none(),
    drafts: none(),
    mentions: none(),
  },
};
