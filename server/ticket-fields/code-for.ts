/** A code made of a name, such as `waiting_for_parts`, that no value of the list has or had. */
export function codeFor(name: string, all: { code: string }[]): string {
  const said = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replaceAll(/^[^a-z]+|_+$/gu, '')
    .slice(0, 32)
    .replace(/_+$/u, '');
  // A name may have no letter from a to z.
  const start = said === '' ? 'value' : said;
  for (let n = 1; ; n += 1) {
    const code = n === 1 && said !== '' ? start : `${start}_${n}`;
    if (!all.some((one) => one.code === code)) return code;
  }
}
