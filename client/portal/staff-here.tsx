import { onMount } from 'solid-js';
import { wordsOf } from '../shared/words.ts';
import { ticketInPath } from './route.ts';

const t = wordsOf({
  here: 'This address is for customers, and you are signed in as staff.',
  toDesk: 'Open the desk',
} as const);

/** Leads staff to the desk, to the same ticket. */
export function StaffHere() {
  const id = ticketInPath();
  const there = id ? `/desk/all/${id}` : '/desk';
  onMount(() => location.replace(there));
  return (
    <main class="unreachable">
      <p>
        {t('here')} <a href={there}>{t('toDesk')}</a>
      </p>
    </main>
  );
}
