/** The session of a signed-in app. It starts with the page, and again after signing in. */
import { createContext, createEffect, createMemo, createSignal, on, onCleanup, useContext } from 'solid-js';
import { actAs } from '../request.ts';
import { createLive } from './live.ts';
import { createOutbox, type Outbox, type OutboxOptions } from '../outbox/outbox.ts';
import { createRetry } from './retry.ts';
import { createStateStore } from './store.ts';
import { createClock } from '../time.ts';
import type { State } from './timeline.ts';

export type Session = ReturnType<typeof createSession>;

interface Options extends Pick<OutboxOptions, 'onMoved' | 'perform'> {
  /** The owner of stored text, when this is not the signed-in user: in the widget, the visitor of the site. */
  owner?: string;
}

export function createSession({ onMoved, perform, owner }: Options) {
  const store = createStateStore();
  const live = createLive(store);
  const clock = createClock(live.clockOffset);
  const [outbox, setOutbox] = createSignal<(Outbox & { end(): void }) | null>(null);
  const [started, setStarted] = createSignal(false);

  const userId = createMemo(() => owner ?? store.view.state?.me.id);
  createEffect(
    on(userId, (id) => {
      actAs(id ?? null);
      outbox()?.end();
      setOutbox(id ? createOutbox({ userId: id, store, live, perform, onMoved }) : null);
    }),
  );
  const again = createRetry(() => void load().catch(() => {}));
  let loading: Promise<void> | null = null;
  /** Retries until the snapshot is loaded or nobody is signed in. */
  const load = () => {
    const own: Promise<void> = (loading ??= attempt(() => loading === own));
    return own.finally(() => loading === own && (loading = null));
  };
  async function attempt(isWanted: () => boolean) {
    try {
      await live.start();
      again.done();
    } catch (error) {
      if (isWanted() && live.connection() !== 'ended') again.later();
      throw error;
    }
  }

  onCleanup(() => {
    again.done();
    outbox()?.end();
    live.stop();
    clock.end();
  });

  return {
    store,
    live,
    now: clock.now,
    /** Null until the snapshot is loaded. */
    state: (): State | null => store.view.state,
    outbox,
    /** Whether the first attempt to load has ended, with or without success. */
    started,
    async start() {
      setStarted(false);
      // A load of the previous person does not count for the next.
      if (live.connection() === 'ended') loading = null;
      try {
        await load();
      } finally {
        setStarted(true);
      }
    },
    signOut() {
      again.done();
      live.stop();
    },
  };
}

const SessionContext = createContext<Session>();
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above it.');
  return session;
}

/** For views that are mounted after the snapshot is loaded. */
export function useState(): State {
  const state = useSession().state();
  if (!state) throw new Error('This view was shown before its snapshot.');
  return state;
}

/** The state as one plain value, for code that goes through all rows. */
export function useWhole(): () => State {
  const { store } = useSession();
  const state = useState();
  return () => store.whole() ?? state;
}
