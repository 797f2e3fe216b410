import { connect } from '#database/connection';
import type { Finding } from '#database/doctor';
import type { Config } from '../config.ts';
import { openSecrets } from '../secrets/key-file.ts';
import { createOidcClient } from './client.ts';
import { problemOf } from './problem.ts';
import { openProvider } from './queries.ts';
import { registrationOf } from './sealed.ts';

/** Asks the OpenID provider of the team, if there is one: without it some cannot sign in. */
export async function providerFindings(file: string, config: Config): Promise<Finding[]> {
  const db = connect(file);
  try {
    const provider = await openProvider(db.reader);
    if (!provider) return [];
    const what = `the OpenID provider at ${provider.issuer}`;
    const client = createOidcClient({ allow: config.allow, clock: Date.now });
    try {
      await client.find(registrationOf(provider, openSecrets(config)));
      return [{ what, problem: null }];
    } catch (error) {
      const { message } = problemOf(error);
      return [
        {
          what,
          problem: `It cannot be used: ${message} Until it can, answerback reset-sign-in lets the team use passwords.`,
        },
      ];
    }
  } finally {
    db.close();
  }
}
