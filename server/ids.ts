import { createHash, randomBytes } from 'node:crypto';

export { v7 as uuidv7 } from 'uuid';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** 256 random bits, derived from nothing. */
export const newSecret = () => randomBytes(32).toString('base64url');
