/** The files of an export. Everything is read page by page, so an export of any length takes the memory of one page. */
import { can } from '../auth/policy.ts';
import { auditLinesOf } from './audit-lines.ts';
import { savedRepliesIn, viewsIn } from './kept.ts';
import { list } from './lines.ts';
import { draftsOf, personIn, pictureIn, sessionsIn, visitsIn } from './person.ts';
import { readme } from './readme.ts';
import type { Sources } from './sources.ts';
import { ticketsOf } from './tickets.ts';
import { writtenBy } from './written.ts';
import type { Entry } from './zip.ts';

export async function* entriesOf(from: Sources): AsyncGenerator<Entry> {
  const { db, storage, asked, reader } = from;
  const profile = await personIn(db, asked.person.id);
  const withAudit = asked.own || can(reader, 'view', 'audit');
  yield { name: 'README.txt', bytes: texts([readme({ ...asked, kind: profile.kind, withAudit, at: from.now })]) };
  yield json('profile.json', profile);
  const key = await pictureIn(db, asked.person.id);
  const picture = key && (await storage.open(key));
  if (picture) yield { name: 'picture.webp', bytes: picture.bytes() };
  yield json('sessions.json', await sessionsIn(db, asked.person.id, from.now));
  const visits = await visitsIn(db, asked.person.id);
  if (visits) yield json('visits.json', visits);
  yield list('drafts.json', draftsOf(db, { userId: asked.person.id, notes: asked.notes }));
  const replies = await savedRepliesIn(db, asked.person.id);
  if (replies.length > 0) yield json('saved-replies.json', replies);
  const views = await viewsIn(db, asked.person.id);
  if (views.length > 0) yield json('views.json', views);
  if (profile.kind === 'customer') yield* ticketsOf(from);
  else yield* writtenBy(from);
  if (withAudit) yield list('audit.json', auditLinesOf(db, asked));
}

const json = (name: string, value: object): Entry => ({ name, bytes: texts([`${JSON.stringify(value, null, 2)}\n`]) });

async function* texts(all: string[]): AsyncGenerator<Buffer> {
  for (const text of all) yield Buffer.from(text);
}
