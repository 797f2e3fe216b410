import { createMemo, Show } from 'solid-js';
import { later } from '../../shared/later.ts';
import { useSession, useState } from '../../shared/state/session.ts';
import { AskPage } from './ask-page-later.ts';

const GoOn = later(async () => (await import('./go-on.tsx')).GoOn);

/** Shown when no ticket is open. A person without tickets is led to the form, which then stays: they may be writing. */
export function ChoosePage() {
  const state = useState();
  const session = useSession();
  const hasNone = () => Object.keys(state.rows).length === 0 && session.outbox()?.items().length === 0;
  const isAsking = createMemo<boolean>((was) => was || hasNone(), false);
  return (
    <Show when={isAsking()} fallback={<GoOn />}>
      <AskPage />
    </Show>
  );
}
