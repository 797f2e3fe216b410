import { hash, randomBytes } from 'node:crypto';

export { v7 as uuidv7 } from 'uuid';

export const sha256 = (text: string) => hash('sha256', text);
/** 256 random bits, derived from nothing. */
export const newSecret = () => randomBytes(32).toString('base64url');
