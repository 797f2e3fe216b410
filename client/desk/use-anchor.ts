import { useLocation, useNavigate } from '@solidjs/router';
import { type Anchor, anchorIn } from '../shared/conversation/anchor.ts';

/** `?at=` in the address of a conversation: the event that it opens at. What else stands there is the list's, and stays. */
export function useAnchor(): Anchor {
  const location = useLocation();
  const navigate = useNavigate();
  return {
    at: () => anchorIn(location.search),
    leave() {
      const rest = new URLSearchParams(location.search);
      rest.delete('at');
      navigate(`${location.pathname}${rest.size > 0 ? `?${rest}` : ''}`, { replace: true, resolve: false });
    },
  };
}
