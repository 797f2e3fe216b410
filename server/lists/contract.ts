import type { DraftPlace } from '../drafts/contract.ts';
import type { Invitation } from '../invitations/contract.ts';
import type { Mentioned } from '../mentions/contract.ts';
import type { Colleague, Profile } from '../people/contract.ts';
import type { ListedRole } from '../roles/contract.ts';
import type { SavedReply } from '../saved-replies/contract.ts';
import type { Tag } from '../tags/contract.ts';
import type { Team } from '../teams/contract.ts';
import type { Category, Priority, Status } from '../ticket-fields/contract.ts';
import type { SavedView } from '../views/contract.ts';

/** The lists that every app keeps beside its tickets, with the type of their items. */
export interface ListItems {
  statuses: Status;
  priorities: Priority;
  categories: Category;
  tags: Tag;
  roles: ListedRole;
  /** Always empty here: everybody has a menu of their own, in `GET /api/me`. The version tells when to load it again. */
  menu: never;
  /** One's own, of one item. The reducer also puts it into `me`. */
  profile: Profile;
  /** Active staff. */
  colleagues: Colleague;
  /** What tickets wait for. Not to be confused with `colleagues`: the people. */
  teams: Team;
  sharedViews: SavedView;
  ownViews: SavedView;
  /** Always empty here: replies are long, so each screen loads them when it needs them. The version tells whether they changed. */
  sharedReplies: SavedReply;
  ownReplies: SavedReply;
  /** Always empty here: only the page of people loads them. The version tells it when. */
  invitations: Invitation;
  /** The same, for the page of webhooks. */
  webhooks: never;
  /** The places where this person has a draft. */
  drafts: DraftPlace;
  /** Tickets with unseen notes that mention this person; newest first. */
  mentions: Mentioned;
}
export type ListName = keyof ListItems;

/** A list is always sent complete. The greater version is newer; a list that this person may not read is empty. */
export type Lists = { [N in ListName]: { version: number; items: ListItems[N][] } };
