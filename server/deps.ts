import type { Checkpoints, Connections } from '../db/database.ts';
import type { Images } from './attachments/images.ts';
import type { Storage } from './attachments/storage.ts';
import type { Authenticate } from './auth/authenticate.ts';
import type { Guard } from './http/guard.ts';
import type { Sessions } from './auth/sessions.ts';
import type { SetUpLink } from './auth/set-up-link.ts';
import type { Commit } from './commit.ts';
import type { Config } from './config.ts';
import type { Followers } from './jobs/followers.ts';
import type { Timed } from './jobs/timed.ts';
import type { Hub } from './live/hub.ts';
import type { Turnstile } from './live/handshakes.ts';
import type { TeamNow } from './live/presence.ts';
import type { Limits } from './http/limits.ts';
import type { Line } from './place/waiting-line.ts';
import type { Log } from './log.ts';
import type { ProxyNotice } from './http/proxy-notice.ts';
import type { Pages } from './http/pages.ts';
import type { SearcherThread } from './search/searcher.ts';
import type { Visits } from './widget/visits.ts';

/** The dependencies of the routes. start.ts creates them. */
export interface Deps {
  config: Config;
  log: Log;
  clock: () => number;
  db: Connections;
  checkpoints: Checkpoints;
  commit: Commit;
  storage: Storage;
  images: Images;
  sessions: Sessions;
  authenticate: Authenticate;
  guard: Guard;
  limits: Limits;
  proxies: ProxyNotice;
  hub: Hub;
  inTurn: Turnstile;
  line: Line;
  teamNow: () => Promise<TeamNow>;
  visits: Visits;
  followers: Followers;
  timed: Timed;
  searcher: SearcherThread;
  setUpLink: SetUpLink;
  pages: Pages;
}
