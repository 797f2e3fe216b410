import { useState } from '../../shared/state/session.ts';
import { usePlace } from '../desk.ts';
import { prefer } from '../preferences/preferences.ts';
import { withOnly } from '../queue/filters.ts';
import { myTeams } from '../queue/views.ts';
import styles from './my-teams.module.css';
import { t } from './words.ts';

/** Narrows Waiting to one's own teams, and is remembered on this device. */
export function MyTeams() {
  const state = useState();
  const place = usePlace();
  const isOn = () => place.search().getAll('team').includes('mine');
  const names = () =>
    myTeams(state)
      .map(({ name }) => name)
      .join(', ');

  function toggle() {
    const narrow = !isOn();
    prefer({ myTeams: narrow });
    // What the address says of teams gives way to the choice.
    place.sortAndFilter(withOnly(place.search(), 'team', null));
  }

  return (
    <button type="button" class={`btn ${styles.mine}`} aria-pressed={isOn()} title={names()} onClick={toggle}>
      {t('mine')}
    </button>
  );
}
