import type { DraftPlace } from '../drafts/contract.ts';
import type { Mentioned } from '../mentions/contract.ts';
import type { Colleague } from '../people/contract.ts';
import type { SavedReply } from '../saved-replies/contract.ts';
import type { Tag } from '../tags/contract.ts';
import type { Category, Priority, Status } from '../ticket-fields/contract.ts';
import type { SavedView } from '../views/contract.ts';

/** The lists that every app keeps beside its tickets, with what each holds. */
export interface ListItems {
  statuses: Status;
  priorities: Priority;
  categories: Category;
  tags: Tag;
  /** Active staff. */
  team: Colleague;
  sharedViews: SavedView;
  ownViews: SavedView;
  /** Always empty here: replies are long, so each screen loads them when it needs them. The version tells whether they changed. */
  sharedReplies: SavedReply;
  ownReplies: SavedReply;
  /** Where this person has a draft. */
  drafts: DraftPlace;
  /** Tickets whose notes mention this person, who has not looked since; newest first. */
  mentions: Mentioned;
}
export type ListName = keyof ListItems;

/** A list is always told whole. The greater version is newer; a list that this person may not see is empty. */
export type Lists = { [N in ListName]: { version: number; items: ListItems[N][] } };
