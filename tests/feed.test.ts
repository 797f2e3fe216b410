import { describe, expect, it } from 'vitest';
import { createFeed, type News } from '../server/feed.ts';

describe('the feed', () => {
  it('calls its listeners in its own order, however they subscribed', () => {
    const feed = createFeed();
    const called: string[] = [];
    for (const name of ['assigner', 'line', 'hub', 'sessions'] as const)
      feed.subscribe(name, () => void called.push(name));
    feed.publish([{ kind: 'settings' }]);
    expect(called).toEqual(['sessions', 'hub', 'line', 'assigner']);
  });

  it('gives each listener all news, in the order of the commits', () => {
    const feed = createFeed();
    const heard: News[] = [];
    feed.subscribe('hub', (news) => void heard.push(...news));
    feed.publish([{ kind: 'settings' }, { kind: 'list', list: 'tags', owner: '' }]);
    feed.publish([{ kind: 'visitor', userId: 'v' }]);
    expect(heard.map(({ kind }) => kind)).toEqual(['settings', 'list', 'visitor']);
  });

  it('calls nobody without news', () => {
    const feed = createFeed();
    feed.subscribe('hub', () => expect.unreachable());
    feed.publish([]);
  });

  it('accepts one listener per name', () => {
    const feed = createFeed();
    feed.subscribe('hub', () => {});
    expect(() => feed.subscribe('hub', () => {})).toThrow('named hub');
  });
});
