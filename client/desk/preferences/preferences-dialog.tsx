import { Dialog } from '../../shared/ui/dialog.tsx';
import { shared } from '../words.ts';
import { KeyPreferences } from './key-preferences.tsx';
import { NoticePreferences } from './notice-preferences.tsx';
import { prefer, preferences } from './preferences.ts';
import styles from './preferences.module.css';
import { Switch } from './switch.tsx';
import { t } from './words.ts';

/** Preferences of this person on this device. Changes apply at once. */
export function PreferencesDialog(props: { close: () => void }) {
  return (
    <Dialog labelledby="preferences-title" class={styles.dialog} close={() => props.close()}>
      <form method="dialog" class={styles.preferences}>
        <div class={styles.head}>
          <h2 id="preferences-title">{t('title')}</h2>
          <p>{t('intro')}</p>
        </div>
        <fieldset>
          <legend>{t('queue')}</legend>
          <Switch
            label={t('compact')}
            hint={t('compactHint')}
            checked={preferences().compact}
            change={(compact) => prefer({ compact })}
          />
        </fieldset>
        <NoticePreferences />
        <KeyPreferences />
        <footer>
          <button type="submit" class="btn main">
            {shared('close')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
