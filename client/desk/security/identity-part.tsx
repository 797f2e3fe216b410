import { createSignal, onMount, Show } from 'solid-js';
import type { OwnIdentity } from '../../../server/oidc/contract.ts';
import { request } from '../../shared/request.ts';
import { useSession } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { t } from './words.ts';

/** One's own connection to the OpenID provider, where there is one. */
export function IdentityPart() {
  const desk = useDesk();
  const { now } = useSession();
  const [own, setOwn] = createSignal<OwnIdentity>();
  const load = () => void request('GET', '/me/identity').then(setOwn, () => {});
  onMount(load);

  async function connect() {
    const begun = await desk.attempt(() => request('POST', '/me/identity/connect', {}));
    if (begun) window.location.assign(begun.url);
  }
  async function disconnect() {
    const done = await desk.attempt(async () => (await request('DELETE', '/me/identity'), true));
    if (done) desk.say({ text: t('identity.isOff') });
    load();
  }

  return (
    <Show when={own()?.label}>
      {(label) => (
        <section aria-labelledby="identity">
          <h3 id="identity">{label()}</h3>
          <Show
            when={own()?.connectedAt}
            fallback={
              <>
                <p>{t('identity.off', { label: label() })}</p>
                <button type="button" class="btn" onClick={() => void connect()}>
                  {t('identity.connect', { label: label() })}
                </button>
              </>
            }
          >
            {(since) => (
              <>
                <p title={fullTime(since())}>{t('identity.on', { time: shortTime(since(), now()) })}</p>
                <button type="button" class="btn bare" onClick={() => void disconnect()}>
                  {t('identity.disconnect')}
                </button>
              </>
            )}
          </Show>
        </section>
      )}
    </Show>
  );
}
