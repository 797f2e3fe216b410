import { hash, randomBytes } from 'node:crypto';

export { v7 as uuidv7 } from 'uuid';

export const sha256 = (text: string) => hash('sha256', text);
/** 256 random bits. */
export const newSecret = () => randomBytes(32).toString('base64url');

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** Public, but not guessable: 80 random bits in lower-case letters and digits that can be read aloud. */
export const newSiteKey = () => Array.from(randomBytes(16), (byte) => BASE32[byte % 32]).join('');
