import type { Db } from '../../db/database.ts';
import { type AuditLine, sentenceOf } from '../audit/contract.ts';
import { pageOfAudit } from '../audit/queries.ts';
import type { PersonExport } from './contract.ts';

const AT_ONCE = 100;

/**
 * First the lines of the person's own acts, then those of what others did to them. No legal hold that others set on the
 * person is among them, nor in an archive that an admin asks for: the team hands that on to the person.
 */
export async function* auditLinesOf(db: Db, { person: { id }, own }: PersonExport) {
  for (const who of [{ actor: id }, { target: id }]) {
    let cursor: string | undefined;
    do {
      const filters = { ...who, signIns: true, cursor, limit: AT_ONCE };
      const page: Awaited<ReturnType<typeof pageOfAudit>> = await pageOfAudit(db, filters);
      const lines = page.items.filter(
        ({ actor, action }) => 'actor' in who || (actor?.id !== id && !action.startsWith('hold.')),
      );
      yield lines.map((line) => (own ? toThemselves(line, id) : line));
      cursor = page.next ?? undefined;
    } while (cursor);
  }
}

/** Of a colleague of the team the person learns that it was the team, and not who, from where and by which request. */
function toThemselves({ at, action, actor, target, address }: AuditLine, id: string) {
  const isOwn = actor?.id === id;
  const what = sentenceOf(action).join(target?.id === id ? 'you' : (target?.name ?? ''));
  return { at, who: isOwn ? 'you' : actor ? 'the team' : 'the server', what, ...(isOwn && { address }) };
}
