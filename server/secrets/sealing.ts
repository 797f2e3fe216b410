/**
 * Keeps secrets that the server has to read again, such as the ones that sign webhooks. The database holds them sealed
 * (AES-256-GCM); the key is outside of it, so a backup of the database alone reveals none.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const VERSION = 's1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Secrets {
  /** `purpose` names the row and its use, such as `webhook <id>`: sealed text that is copied to another row does not open. */
  seal(secret: string, purpose: string): string;
  /** Null if the key is not here, the purpose is another, or the text was altered. */
  open(sealed: string, purpose: string): string | null;
}

/** The first key seals; every key opens what it sealed, so a new key goes before the old ones. */
export function createSecrets([first, ...older]: [Buffer, ...Buffer[]]): Secrets {
  const keys = new Map([first, ...older].map((key) => [idOf(key), key]));
  return {
    seal(secret, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose));
      const bytes = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return [VERSION, idOf(first), Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url')].join('.');
    },
    open(sealed, purpose) {
      const [version, id = '', text = ''] = sealed.split('.');
      const key = keys.get(id);
      const all = Buffer.from(text, 'base64url');
      if (version !== VERSION || !key || all.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(all.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(all.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString();
      } catch {
        return null;
      }
    },
  };
}

/** Stands in each sealed text, to find its key. Eight characters of a hash reveal nothing about 256 random bits. */
const idOf = (key: Buffer) => hash('sha256', Buffer.concat([Buffer.from('answerback key id '), key])).slice(0, 8);

/** Null if the text is not a key of 32 bytes in base64url or base64. */
export function keyIn(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return /^[\w+/-]{43}=?$/u.test(text) && bytes.length === KEY_BYTES ? bytes : null;
}
