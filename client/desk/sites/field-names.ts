/** A unique field name made from the question, in characters that programs accept. */
export function nameFor(label: string, others: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gu, '_')
    .replace(/^[^a-z]+|_+$/gu, '')
    .slice(0, 36)
    .replace(/_+$/u, '');
  const wanted = plain || 'field';
  let name = wanted;
  for (let n = 2; others.includes(name); n += 1) name = `${wanted}_${n}`;
  return name;
}
