import { oneLine } from '../text/contract.ts';
import { cut } from '../text/cut.ts';

const NAME_MAX = 120;
const ENDING = /\.[\p{L}\p{N}]{1,10}$/u;
/** The allowed extensions of re-encoded images; the first is appended if none fits. */
const ENDINGS: Record<string, string[]> = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
};

/** The last part of the given path, without invisible characters and those with a meaning in file systems. */
export function nameOf(given: string, type: string): string {
  const last = oneLine(given.slice(-1000).toWellFormed()).split(/[\\/]/u).at(-1) ?? '';
  // A quote after a letter is one of a name such as 5"-disk.txt. Browsers send it encoded.
  const quoted = last.replaceAll('%22', '"').replace(/(?<![\p{L}\p{N}])"/gu, '_');
  const plain = quoted.replace(/[<>:|?*]/gu, '_').trim();
  const name = /^\.*$/u.test(plain) ? 'file' : plain;
  const right = ENDINGS[type];
  const ending = ENDING.exec(name)?.[0] ?? '';
  if (!right || right.includes(ending.toLowerCase())) return shortened(name, ending);
  return shortened(`${isImageEnding(ending) ? name.slice(0, -ending.length) : name}${right[0]}`, right[0] ?? '');
}

const isImageEnding = (ending: string) => Object.values(ENDINGS).flat().concat('.avif').includes(ending.toLowerCase());

/** Cuts the middle, so that the extension stays. */
function shortened(name: string, ending: string): string {
  const stem = name.slice(0, name.length - ending.length);
  const kept = [...stem].slice(0, NAME_MAX - ending.length).join('');
  return cut(stem, kept.length) + ending;
}

/** The value of `Content-Disposition`: the name in ASCII for old programs, and complete in the encoding of RFC 8187. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7E]|["\\%]/gu, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
