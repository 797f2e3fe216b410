/** What is sealed for the provider, each with its own purpose: text that is copied to another row does not open. */
import type { Secrets } from '../secrets/sealing.ts';
import type { Registration } from './client.ts';
import { type Arrival, type StoredProvider } from './contract.ts';
import { OidcProblem } from './problem.ts';

export const SECRET_PURPOSE = 'oidc client secret';
export const flowPurpose = (hash: string) => `oidc flow ${hash}`;
export const refreshPurpose = ({ issuer, subject }: Pick<Arrival, 'issuer' | 'subject'>) =>
  `oidc refresh ${issuer} ${subject}`;

/** Throws `misconfigured` if the key that sealed the secret is not here. */
export function registrationOf({ issuer, clientId, secret }: StoredProvider, secrets: Secrets): Registration {
  const opened = secret === null ? null : secrets.open(secret, SECRET_PURPOSE);
  if (secret !== null && opened === null)
    throw new OidcProblem('misconfigured', 'The key that opens the client secret is missing. Save the secret again.');
  return { issuer, clientId, secret: opened };
}
