import type { Context } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/env.ts';
import { markBrowser } from './browser.ts';
import { CALLBACK_PATH, type FlowPurpose, type StoredProvider } from './contract.ts';
import { startFlow } from './flows.ts';
import { registrationOf } from './sealed.ts';

interface Going {
  provider: StoredProvider;
  purpose: FlowPurpose;
  userId: string | null;
  goesTo: string;
}

export const callbackUrl = ({ publicUrl }: Deps['config']) => `${publicUrl}${CALLBACK_PATH}`;

/** Sends the browser to the provider: returns the address, and sets the cookie that the answer must come with. */
export function createGoing({ commit, secrets, config, oidc }: Pick<Deps, 'commit' | 'secrets' | 'config' | 'oidc'>) {
  return async <E extends AppEnv>(c: Context<E>, { provider, ...flow }: Going): Promise<string> => {
    const registration = registrationOf(provider, secrets);
    const browser = markBrowser(c, config);
    const went = await commit((unit) => startFlow(unit, secrets, { browser, issuer: provider.issuer, ...flow }));
    const { url } = await oidc.addressFor(registration, provider.scopes, { ...went, redirectUri: callbackUrl(config) });
    return url;
  };
}
