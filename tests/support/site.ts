import { join } from 'node:path';
import { connect } from '../../db/sqlite/connection.ts';
import { sites } from '../../db/schema/widget.ts';
import { uuidv7 } from '../../db/ids.ts';
import type { Hours } from '../../server/hours/contract.ts';
import { DEFAULT_LOOK, type SiteLook } from '../../server/sites/contract.ts';
import type { Desk } from './desk.ts';

/** A site that the widget may stand on. */
export async function addSite(
  { dataDir }: Pick<Desk, 'dataDir'>,
  {
    origins = ['https://shop.example'],
    identitySecret = null as string | null,
    name = 'Orla',
    look = {} as Partial<SiteLook>,
    hours = null as Hours | null,
  } = {},
) {
  const db = connect(join(dataDir, 'answerback.db'));
  const id = uuidv7();
  const key = `site_${id.slice(-12)}`;
  const at = Date.now();
  await db.writer.db.insert(sites).values({
    id,
    key,
    name,
    origins,
    look: { ...DEFAULT_LOOK, ...look },
    identitySecret,
    hours,
    createdAt: at,
    updatedAt: at,
  });
  db.close();
  return { id, key };
}
