import { useLocation, useNavigate } from '@solidjs/router';

export const SEARCH_BOX = 'search-box';

/** Opens the search, or focuses its box. */
export function useOpenSearch() {
  const navigate = useNavigate();
  const location = useLocation();
  return function openSearch() {
    if (location.pathname !== '/desk/search') return navigate('/search');
    const box = document.getElementById(SEARCH_BOX);
    if (!(box instanceof HTMLInputElement)) return;
    box.focus();
    box.select();
  };
}

export const isInSearchBox = () => document.activeElement?.id === SEARCH_BOX;
