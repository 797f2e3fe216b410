import type { Profile } from '../../../server/people/contract.ts';
import type { PICTURE_MOST_BYTES } from '../../../server/pictures/contract.ts';
import { sizeWords } from '../attachments/sizes.ts';
import { t as words } from '../attachments/words.ts';
import { answerOf, Offline, ownAuthority } from '../request.ts';

/** The contract's value; a browser takes only types from it. */
const MOST_BYTES: typeof PICTURE_MOST_BYTES = 10 * 2 ** 20;

/** Sends a file as one's own picture. */
export async function putPicture(file: File): Promise<Profile> {
  if (file.size > MOST_BYTES)
    throw new Error(words('tooLarge', { size: sizeWords(file.size), limit: sizeWords(MOST_BYTES) }));
  const body = new FormData();
  body.append('file', file, file.name || 'picture');
  const authority = ownAuthority();
  const response = await fetch('/api/me/picture', {
    method: 'PUT',
    credentials: authority.credentials,
    headers: await authority.headers('PUT', '/me/picture'),
    body,
  }).catch((cause: unknown) => {
    throw new Offline('There is no connection.', { cause });
  });
  return answerOf<Profile>(response.status, await response.text(), Number(response.headers.get('Retry-After')));
}
