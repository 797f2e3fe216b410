import { useLocation, useNavigate } from '@solidjs/router';
import type { Spot } from './conversation.ts';

/** `?at=` in the address of a conversation: the event that it opens at. */
export function useSpot(): Spot {
  const location = useLocation();
  const navigate = useNavigate();
  return {
    at() {
      const text = new URLSearchParams(location.search).get('at');
      return text && /^\d{1,15}$/u.test(text) ? Number(text) : null;
    },
    leave: () => navigate(location.pathname, { replace: true, resolve: false }),
  };
}
