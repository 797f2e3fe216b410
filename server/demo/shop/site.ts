import type { Connections } from '../../../db/database.ts';
import { createCommit } from '../../commit.ts';
import type { Actor } from '../../auth/actor.ts';
import { createSite, makeIdentitySecret } from '../../sites/commands.ts';
import { DEFAULT_LOOK } from '../../sites/contract.ts';

/** Adds the shop as a site of the desk, with its colour and an identity secret. */
export async function addShopSite(db: Connections, [admin]: Actor[], { origin }: { origin: string }) {
  if (!admin) throw new Error('The shop has no admin.');
  const commit = createCommit({
    writer: db.writer,
    clock: Date.now,
    publish: () => {},
    onFatal: (error) => {
      throw error;
    },
  });
  const look = { ...DEFAULT_LOOK, brand: '#9c4a21' };
  const input = { name: 'Orla', origins: [origin], look, hours: null };
  const { site } = await commit((unit) => createSite(unit, admin, input));
  const secret = await commit((unit) => makeIdentitySecret(unit, admin, { id: site.id }));
  await commit.close();
  return { key: site.key, secret };
}
