/**
 * Every shared list. Snapshot, catch-up, live updates, the reducer and `converge` iterate this record and name no list
 * themselves. A new list is an entry here, an entry in contract.ts, its triggers on `list_versions`, and its name in
 * client/widget/nobody.ts, which the compiler asks for.
 */
import type { Db } from '../../db/database.ts';
import type { Actor } from '../auth/actor.ts';
import { draftPlaces } from '../drafts/queries.ts';
import { mentionsFor } from '../mentions/queries.ts';
import { colleagueList, ownProfile } from '../people/queries.ts';
import { roleList } from '../roles/queries.ts';
import { tagList } from '../tags/queries.ts';
import { teamList } from '../teams/queries.ts';
import { categoryList, priorityList, statusList } from '../ticket-fields/queries.ts';
import { ownViews, sharedViews } from '../views/queries.ts';
import type { ListItems, ListName } from './contract.ts';

export type ListReader = Pick<Actor, 'id' | 'kind' | 'rights'>;

export interface List<Item> {
  /** The people who may read the list. */
  readers: 'everyone' | 'staff';
  /** Each reader has a list of their own. */
  isOwn?: true;
  /** Live changes of single items have their own messages; the complete list comes with snapshots and catch-ups. */
  isToldByItem?: true;
  read(db: Db, reader: ListReader): Promise<Item[]>;
}

/** For lists of which clients receive only the version. */
const loadedWhenNeeded = async () => [];

export const LISTS: { [N in ListName]: List<ListItems[N]> } = {
  statuses: { readers: 'everyone', read: statusList },
  priorities: { readers: 'everyone', read: priorityList },
  categories: { readers: 'everyone', read: categoryList },
  tags: { readers: 'staff', read: tagList },
  profile: { readers: 'everyone', isOwn: true, read: ownProfile },
  colleagues: { readers: 'staff', read: colleagueList },
  roles: { readers: 'staff', read: roleList },
  menu: { readers: 'staff', read: loadedWhenNeeded },
  teams: { readers: 'staff', read: teamList },
  sharedViews: { readers: 'staff', read: sharedViews },
  ownViews: { readers: 'staff', isOwn: true, read: (db, { id }) => ownViews(db, id) },
  sharedReplies: { readers: 'staff', read: loadedWhenNeeded },
  ownReplies: { readers: 'staff', isOwn: true, read: loadedWhenNeeded },
  invitations: { readers: 'staff', read: loadedWhenNeeded },
  webhooks: { readers: 'staff', read: loadedWhenNeeded },
  drafts: { readers: 'everyone', isOwn: true, isToldByItem: true, read: draftPlaces },
  mentions: {
    readers: 'staff',
    isOwn: true,
    isToldByItem: true,
    read: async (db, reader) => (await mentionsFor(db, reader)).items,
  },
};

export const LIST_NAMES = Object.keys(LISTS) as ListName[];
export const isListName = (name: string): name is ListName => Object.hasOwn(LISTS, name);
