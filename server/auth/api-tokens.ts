/** The secrets of API tokens: making one, and finding whom one stands for. Commands and routes are in server/tokens. */
import { and, eq, gt, inArray, or, type SQLWrapper } from 'drizzle-orm';
import { crc32 } from 'node:zlib';
import { bound } from '#dialect';
import { type Db, prepared } from '../../db/database.ts';
import { newSecret, sha256 } from '../../db/ids.ts';
import { roles, users } from '../../db/schema/people.ts';
import { apiTokens } from '../../db/schema/tokens.ts';
import type { Unit } from '../commit.ts';
import { tokenExpired } from '../errors.ts';
import type { SessionNews } from '../feed.ts';
import type { Rights } from '../people/contract.ts';
import { TOKEN_PREFIX } from './contract.ts';

/** With a checksum, so that a mistyped token costs no look-up, and scanners for leaked secrets are sure of one that they find. */
export function newApiToken(): string {
  const secret = newSecret();
  return `${TOKEN_PREFIX}${secret}_${checksumOf(secret)}`;
}

const checksumOf = (secret: string) => crc32(secret).toString(16).padStart(8, '0');
const TOKEN = new RegExp(`^${TOKEN_PREFIX}([\\w-]{43})_([0-9a-f]{8})$`, 'u');

function isWhole(token: string): boolean {
  const [, secret = '', checksum] = TOKEN.exec(token) ?? [];
  return checksum === checksumOf(secret);
}

const byHash = prepared((db) =>
  db
    .select({
      id: apiTokens.id,
      userId: apiTokens.userId,
      kind: roles.kind,
      address: apiTokens.usedAddress,
      scopes: apiTokens.scopes,
      hash: apiTokens.hash,
      expiresAt: apiTokens.expiresAt,
      previousUntil: apiTokens.previousUntil,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .innerJoin(roles, eq(roles.code, users.role))
    .where(or(eq(apiTokens.hash, bound('hash')), eq(apiTokens.previousHash, bound('hash')))),
);

/** Whom a token stands for and what it may do. Throws 401 `token_expired` once its time is over. */
export async function findApiToken(db: Db, token: string, now: number) {
  if (!isWhole(token)) return null;
  const hash = sha256(token);
  const [row] = await byHash(db).execute({ hash });
  if (!row) return null;
  const { id, userId, kind, address, scopes } = row;
  const until = row.hash === hash ? row.expiresAt : (row.previousUntil ?? 0);
  if (until <= now) throw tokenExpired();
  return { session: { id, userId, kind, address, until, isApiToken: true as const }, scopes };
}

const scopesById = prepared((db) =>
  db
    .select({ scopes: apiTokens.scopes })
    .from(apiTokens)
    .where(eq(apiTokens.id, bound('id'))),
);

/** Null once the token has ended. */
export async function scopesOf(db: Db, id: string): Promise<Rights | null> {
  const [row] = await scopesById(db).execute({ id });
  return row?.scopes ?? null;
}

/** Which of these tokens have not expired; for the sweep over open sockets. */
export async function tokensLiveAmong(db: Db, ids: string[], now: number): Promise<string[]> {
  const rows = await db
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .where(and(inArray(apiTokens.id, ids), gt(apiTokens.expiresAt, now)));
  return rows.map(({ id }) => id);
}

/** Ends every token of a person: their sockets close at the commit. */
export async function endTokensOf(unit: Unit, userId: string): Promise<number> {
  const gone = await unit.tx.delete(apiTokens).where(eq(apiTokens.userId, userId)).returning({ id: apiTokens.id });
  closeSockets(unit, gone, 'ended');
  return gone.length;
}

/** Lets the sockets of these people's tokens connect again, with the rights that the people have now. */
export async function restartTokensOf(unit: Unit, userIds: string[] | SQLWrapper): Promise<void> {
  const all = await unit.tx.select({ id: apiTokens.id }).from(apiTokens).where(inArray(apiTokens.userId, userIds));
  closeSockets(unit, all, 'restart');
}

export function closeSockets(unit: Unit, tokens: { id: string }[], reason: SessionNews['reason']): void {
  if (tokens.length > 0) unit.tell({ kind: 'sessions', ended: tokens.map(({ id }) => id), reason });
}
