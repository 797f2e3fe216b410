import type { Db } from '../../db/database.ts';
import type { Facts } from '../contract.ts';
import type { Feed } from '../feed.ts';
import { roomOfList } from '../live/audience.ts';
import type { Io } from '../live/io.ts';
import type { ListName } from './contract.ts';
import { isListName } from './lists.ts';
import { readList } from './queries.ts';

/** Collects changes, so that ten quick changes to the tags are sent once. */
const TELL_AFTER_MS = 20;

interface Options {
  io: Io;
  feed: Feed;
  reader: Db;
  onError: (error: unknown) => void;
}

/** Sends each changed list, complete, to the people who may read it. */
export function startTellingLists({ io, feed, reader, onError }: Options) {
  const changed = new Map<string, { list: ListName; owner: string }>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  feed.subscribe('lists', (news) => {
    for (const one of news)
      if (one.kind === 'list' && isListName(one.list)) changed.set(`${one.list} ${one.owner}`, one);
    if (changed.size > 0 && !stopped) timer ??= setTimeout(() => void tell().catch(onError), TELL_AFTER_MS);
  });

  async function tell() {
    timer = undefined;
    const all = [...changed.values()];
    changed.clear();
    for (const { list, owner } of all) {
      const facts: Facts = { events: [], rows: [], lists: await readList(reader, list, owner) };
      io.to(roomOfList(list, owner)).emit('facts', facts);
    }
  }

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
