import { useShownViews } from './shown.ts';
import { ViewLinks } from './view-links.tsx';

/** Under the desk's own lists, and counted as long as it is there. */
export function NavViews() {
  useShownViews();
  return <ViewLinks />;
}
