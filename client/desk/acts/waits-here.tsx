import { createMemo, For } from 'solid-js';
import { useSession, useState } from '../../shared/state/session.ts';
import { actWords } from './act-words.ts';
import { actsShown } from './waiting-acts.ts';
import { t } from './words.ts';

/** Shows on the ticket which acts have not reached the server yet. */
export function WaitsHere(props: { ticketId: string; class?: string | undefined }) {
  const session = useSession();
  const state = useState();
  const acts = createMemo(() =>
    actsShown(session).filter((one) => one.ticketId === props.ticketId && one.state !== 'failed'),
  );
  const words = () => (session.live.connection() === 'live' ? 'waitsBehind' : 'waits');
  return <For each={acts()}>{(one) => <p class={props.class}>{t(words(), { act: actWords(one.act, state) })}</p>}</For>;
}
