import { AppError } from '../errors.ts';

/** A secret of a program, by its prefix and its 256 bits, also where the address encodes its underscore. */
const SECRET = /ab[kar](?:_|%5f)[\w-]{43}\w*/giu;

/** An address ends in logs, histories and the headers of other requests, so a token in it is refused wherever it stands. */
export function refuseSecretIn(url: string | undefined): void {
  if (url?.search(SECRET) === -1 || url === undefined) return;
  throw new AppError(
    400,
    'token_in_url',
    'Send a token in the header Authorization, never in an address. This one is in logs now: end it.',
  );
}

export const withoutSecrets = (path: string) => path.replaceAll(SECRET, '[token]');
