import { createSignal, onMount, Show } from 'solid-js';
import type { OwnIdentity } from '../../../server/oidc/contract.ts';
import type { User } from '../../../server/people/contract.ts';
import { useSession } from '../../shared/state/session.ts';
import { fullTime, shortTime } from '../../shared/time.ts';
import { useDesk } from '../desk.ts';
import { peopleApi } from './people-api.ts';
import { t } from './words.ts';

/** Where a person is connected to the OpenID provider: since when, and an end of it. */
export function IdentityOf(props: { user: User }) {
  const desk = useDesk();
  const { now } = useSession();
  const [found, setFound] = createSignal<OwnIdentity>();
  const load = () => void peopleApi.identity(props.user.id).then(setFound, () => {});
  onMount(load);

  async function disconnect() {
    const { id, name } = props.user;
    const done = await desk.attempt(async () => (await peopleApi.disconnect(id), true));
    if (done) desk.say({ text: t('disconnected', { name }) });
    load();
  }
  return (
    <Show when={found()?.connectedAt}>
      {(since) => (
        <p title={fullTime(since())}>
          {t('connected', { label: found()?.label ?? '', time: shortTime(since(), now()) })}{' '}
          <button type="button" class="btn bare" onClick={() => void disconnect()}>
            {t('disconnect')}
          </button>
        </p>
      )}
    </Show>
  );
}
