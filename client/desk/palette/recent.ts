import { keep } from '../../shared/keep.ts';

const KEPT_MOST = 6;

/** The commands that this person used last, the latest first. */
export function recentOf(userId: string) {
  const name = `recent:${userId}`;
  const ids = () => (keep.get(name) ?? '').split('\n').filter(Boolean);
  return {
    ids,
    used: (id: string) => keep.set(name, [id, ...ids().filter((one) => one !== id)].slice(0, KEPT_MOST).join('\n')),
  };
}
