import { useNavigate } from '@solidjs/router';
import { createSignal, type JSX, Match, onMount, Show, Switch } from 'solid-js';
import { ApiError } from '../../shared/request.ts';
import { useSession } from '../../shared/state/session.ts';
import { t } from './link-words.ts';
import { takeSecret } from './secret-in-address.ts';
import styles from './session.module.css';

interface Props<Offer> {
  title: string;
  look: (token: string) => Promise<Offer>;
  children: (offer: Offer, token: string) => JSX.Element;
}

/** The page of a one-time link that the server checks before the person fills in a form. */
export function LinkPage<Offer>(props: Props<Offer>) {
  const token = takeSecret();
  const [offer, setOffer] = createSignal<{ is: Offer } | null>(null);
  const [trouble, setTrouble] = createSignal<'gone' | 'reloaded' | 'failed' | null>(null);

  function load() {
    if (!token) return setTrouble('reloaded');
    setTrouble(null);
    props.look(token).then(
      (is) => setOffer({ is }),
      (error: unknown) => setTrouble(error instanceof ApiError && error.status === 404 ? 'gone' : 'failed'),
    );
  }
  onMount(() => {
    document.title = props.title;
    load();
  });

  const words = () => t(trouble() ?? 'failed');

  return (
    <main class={styles.page}>
      <Switch>
        <Match when={offer()}>{(found) => props.children(found().is, token)}</Match>
        <Match when={trouble()}>
          <form onSubmit={(event) => event.preventDefault()}>
            <header>
              <h1>{props.title}</h1>
            </header>
            <p role="alert">{words()}</p>
            <Show
              when={trouble() !== 'failed'}
              fallback={
                <button type="button" class="btn" onClick={load}>
                  {t('again')}
                </button>
              }
            >
              <a href="/desk" rel="external">
                {t('signIn')}
              </a>
            </Show>
          </form>
        </Match>
      </Switch>
    </main>
  );
}

/** Enters as the person who has just been signed in: a customer has no desk. */
export function useEntry() {
  const session = useSession();
  const navigate = useNavigate();
  return (kind: 'staff' | 'customer') => {
    if (kind === 'customer') return window.location.replace('/');
    navigate('/waiting', { replace: true });
    void session.start().catch(() => {});
  };
}
