/** A name in double braces is a blank, except inside code. */
const CODE_OR_BLANK = /```[^]*?```|`[^`\n]+`|\{\{[^{}\n]{1,60}\}\}/gu;

export interface Blank {
  text: string;
  from: number;
  to: number;
}

export function blanksIn(text: string): Blank[] {
  if (!text.includes('{{')) return [];
  return [...text.matchAll(CODE_OR_BLANK)]
    .filter(([found]) => found.startsWith('{{'))
    .map(({ 0: found, index }) => ({ text: found, from: index, to: index + found.length }));
}

export const blankIn = (text: string): Blank | undefined => blanksIn(text)[0];
