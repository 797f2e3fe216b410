export interface RestOfCustomer {
  /** The id of the new customer, or the same id if only their name changes. */
  to: string;
  verified: boolean;
  /** Only tickets with a `customerVersion` below. */
  before: number;
}

export interface RestOfReplay {
  /** Events with a greater id, up to and including `upTo`. */
  after: number;
  upTo: number;
}

export interface RestOfTexts {
  /** The last ticket whose texts are erased; empty at first. */
  after: string;
}

export interface RestOfRun {
  /** The last ticket that was looked at, by the time when it was done and its id. */
  at: number;
  id: string;
  done: number;
  held: number;
}

/** Ids and codes only. The key of a job names its subject. */
export interface Payloads {
  /** The tickets of one customer, the key, that their change has not reached yet. */
  'customer.change': RestOfCustomer;
  /** The tickets of a deleted value; the key is its list and code. `byId` deleted it. */
  'values.move': { byId: string | null };
  /** The tickets of a merged tag, the key. */
  'tags.move': { byId: string | null };
  /** The tickets of a priority, the key, whose number is above `after`: active ones, or those that are done. */
  'priority.apply': { active: boolean; after: number };
  /** What a customer wrote, the key, and that is not deleted yet. */
  'person.erase_texts': RestOfTexts;
  /** The tickets under a rule of retention; the key is its scope. */
  'retention.apply': RestOfRun;
  /** A trigger adds one for each file of a deleted attachment. */
  'files.remove': Record<string, never>;
  /** Sends everything that is due to one webhook, the key. */
  'webhook.deliver': Record<string, never>;
  /** Whether a session, the key, goes on at the OpenID provider where it began. */
  'oidc.check': Record<string, never>;
  /** The events that one webhook, the key, is told of once more. */
  'webhook.replay': RestOfReplay;
}
