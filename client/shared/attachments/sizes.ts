import type { Attachment } from '../../../server/attachments/contract.ts';
import { perLanguage } from '../language.ts';

const MIB = 2 ** 20;
const units = perLanguage(({ locale }) => {
  const words = (unit: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits });
  return { kilobytes: words('kilobyte', 0), megabytes: words('megabyte', 1) };
});

export const sizeWords = (bytes: number) =>
  bytes < MIB ? units().kilobytes.format(Math.max(1, Math.round(bytes / 1024))) : units().megabytes.format(bytes / MIB);

const SHOWN = { width: 320, height: 240 };

/** The size of a picture in a conversation, known before its bytes are loaded. */
export function shownSize({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, SHOWN.width / width, SHOWN.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export type Picture = Attachment & { width: number; height: number };
export const isPicture = (file: Attachment): file is Picture => file.width !== null && file.height !== null;
/** A picture that browsers cannot show, such as HEIC from a phone: people get it as a file. */
export const isUnseen = (file: Attachment) => file.type.startsWith('image/') && !isPicture(file);
export const addressOf = ({ id }: Attachment) => `/api/attachments/${id}`;
export const smallAddressOf = (file: Attachment) => addressOf(file) + (file.hasThumbnail ? '/thumbnail' : '');
