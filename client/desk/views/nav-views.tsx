import { useShownViews } from './shown.ts';
import { ViewLinks } from './view-links.tsx';

/** The saved views in the navigation; they are counted while they are mounted. */
export function NavViews() {
  useShownViews();
  return <ViewLinks />;
}
