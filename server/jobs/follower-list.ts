/** Every follower. A new one is one more entry here. */
import type { Connections } from '../../db/database.ts';
import { indexing } from '../search/indexing.ts';
import { webhooksFollower } from '../webhooks/following.ts';
import type { Follower } from './followers.ts';

export const followerList = (db: Connections): Follower[] => [indexing(db.searchIndex), webhooksFollower];
