/** Detects the type of a file from its bytes, because a client can send any name and header. */

/** The number of leading bytes that `typeOf` needs. */
export const HEAD_BYTES = 4096;

/** These are re-encoded, so that the stored file is only an image. All other files are only offered as downloads. */
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
export const isImage = (type: string) => IMAGES.has(type);

const begins =
  (bytes: string, at = 0) =>
  (head: Buffer) =>
    head.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1'));

const SIGNATURES: [type: string, fits: (head: Buffer) => boolean][] = [
  ['image/png', begins('\x89PNG\r\n\x1A\n')],
  ['image/jpeg', begins('\xFF\xD8\xFF')],
  ['image/gif', (head) => begins('GIF87a')(head) || begins('GIF89a')(head)],
  ['image/webp', (head) => begins('RIFF')(head) && begins('WEBP', 8)(head)],
  ['image/avif', (head) => begins('ftyp', 4)(head) && /avi[fs]/u.test(head.toString('latin1', 8, 40))],
  ['image/heic', (head) => begins('ftyp', 4)(head) && /hei[cmsx]|hev[cmx]|mif1/u.test(head.toString('latin1', 8, 40))],
  ['video/mp4', begins('ftyp', 4)],
  ['application/pdf', begins('%PDF-')],
  ['application/zip', begins('PK\x03\x04')],
  ['application/gzip', begins('\x1F\x8B')],
  ['text/plain', isText],
];

export function typeOf(head: Buffer): string {
  return SIGNATURES.find(([, fits]) => fits(head))?.[0] ?? 'application/octet-stream';
}

/** Scripts, HTML pages and SVG are plain text too. */
function isText(head: Buffer) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/u.test(text);
  } catch {
    return false;
  }
}
