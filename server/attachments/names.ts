import { oneLine } from '../text/contract.ts';

const NAME_MAX = 120;
const ENDING = /\.[\p{L}\p{N}]{1,10}$/u;
/** Of what is encoded anew: a name must not promise another kind of file. The first is what is added. */
const ENDINGS: Record<string, string[]> = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
};

/** The last part of whatever was given, without what shows nothing or means something to a file system. */
export function nameOf(given: string, type: string): string {
  const last = oneLine(given.slice(-1000).toWellFormed()).split(/[\\/]/u).at(-1) ?? '';
  const plain = last.replace(/[<>:"|?*]/gu, '_').trim();
  const name = /^\.*$/u.test(plain) ? 'file' : plain;
  const right = ENDINGS[type];
  const ending = ENDING.exec(name)?.[0] ?? '';
  if (!right || right.includes(ending.toLowerCase())) return shortened(name, ending);
  return shortened(`${isImageEnding(ending) ? name.slice(0, -ending.length) : name}${right[0]}`, right[0] ?? '');
}

const isImageEnding = (ending: string) => Object.values(ENDINGS).flat().concat('.avif').includes(ending.toLowerCase());

/** From the middle, so that its kind can still be told. */
function shortened(name: string, ending: string): string {
  const letters = [...name.slice(0, name.length - ending.length)];
  return letters.slice(0, NAME_MAX - ending.length).join('') + ending;
}

/** For `Content-Disposition`: plain letters for old programs, and the whole of it as RFC 8187 has it. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7E]|["\\%]/gu, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
