import { createSignal, onMount } from 'solid-js';
import { actBy, ownAuthority } from '../shared/request.ts';
import { ticketInPath } from './route.ts';
import { t } from './words.ts';

const [isStaffHere, setStaffHere] = createSignal(false);
export { isStaffHere };

/** Names the portal in each request: the server refuses staff there, because it would show them everybody's tickets. */
export function askAsPortal() {
  const own = ownAuthority();
  actBy({
    ...own,
    headers: async (method, path) => ({ ...(await own.headers(method, path)), 'X-App': 'portal' }),
    refused: (code) => code === 'staff_at_portal' && setStaffHere(true),
  });
}

/** Leads staff to the desk, to the same ticket. */
export function StaffHere() {
  const id = ticketInPath();
  const there = id ? `/desk/all/${id}` : '/desk';
  onMount(() => location.replace(there));
  return (
    <main class="unreachable">
      <p>
        {t('staff.here')} <a href={there}>{t('staff.toDesk')}</a>
      </p>
    </main>
  );
}
