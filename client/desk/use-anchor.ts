import { useLocation, useNavigate } from '@solidjs/router';
import { type Anchor, anchorIn } from '../shared/conversation/anchor.ts';

/** The event in `?at=`, at which the conversation opens. Other parameters belong to the list and stay. */
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
