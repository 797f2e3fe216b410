/**
 * The pattern for `LIKE … ESCAPE '\'` that finds `part` anywhere. LIKE would end at a NUL, and find everybody; no stored text
 * holds U+FFFF, so that a part with a NUL finds nothing. A file of its own, so that the
 * search worker does not load Drizzle for it.
 */
export const containing = (part: string) => `%${part.replaceAll('\u0000', '\uFFFF').replace(/[%_\\]/gu, '\\$&')}%`;
