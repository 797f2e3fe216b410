import { createSignal } from 'solid-js';
import { actBy, ownAuthority } from '../shared/request.ts';

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
