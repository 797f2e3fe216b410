/**
 * The pattern for `LIKE … ESCAPE '\'` that finds `part` anywhere. SQLite text holds no NUL. A file of its own, so that the
 * search worker does not load Drizzle for it.
 */
export const containing = (part: string) => `%${part.replaceAll('\u0000', '').replace(/[%_\\]/gu, '\\$&')}%`;
