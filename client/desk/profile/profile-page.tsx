import { ProfileParts } from '../../shared/profile/profile-parts.tsx';
import { t } from '../../shared/profile/words.ts';
import { useDesk } from '../desk.ts';
import column from '../settings/column.module.css';

/** One's own profile, for everybody on the team. */
export function ProfilePage() {
  const desk = useDesk();
  return (
    <main id="talk" class={column.column}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <ProfileParts said={(text) => desk.say({ text })} />
    </main>
  );
}
