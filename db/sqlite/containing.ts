/** For LIKE … ESCAPE '\', with nothing in it that LIKE would read; no text holds a NUL. */
export const containing = (part: string) => `%${part.replaceAll('\u0000', '').replace(/[%_\\]/gu, '\\$&')}%`;
