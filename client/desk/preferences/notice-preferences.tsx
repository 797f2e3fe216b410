import { createSignal } from 'solid-js';
import { askForNotices, showNotice, standing } from '../notices/desktop.ts';
import { playSound } from '../notices/sound.ts';
import { prefer, preferences } from './preferences.ts';
import styles from './preferences.module.css';
import { Switch } from './switch.tsx';
import { t } from './words.ts';

/** Sound and notification settings, each with a test that shows the browser's answer. */
export function NoticePreferences() {
  const [answer, setAnswer] = createSignal('');

  async function testSound() {
    setAnswer((await playSound()) ? t('played') : t('silent'));
  }
  async function testDesktop() {
    const allowed = await askForNotices();
    if (allowed !== 'granted') return setAnswer(t(`standing.${allowed}`));
    const shown = showNotice({ title: t('sample.title'), body: t('sample.body'), tag: 'test' });
    setAnswer(shown ? t('shown') : t('standing.missing'));
  }
  /** Without permission the setting must not be on. */
  async function setDesktop(desktop: boolean) {
    const allowed = desktop ? await askForNotices() : standing();
    prefer({ desktop: desktop && allowed === 'granted' });
    setAnswer(desktop && allowed !== 'granted' ? t(`standing.${allowed}`) : '');
  }

  return (
    <fieldset>
      <legend>{t('notices')}</legend>
      <p class={styles.how}>{t('rule')}</p>
      <Switch label={t('sound')} checked={preferences().sound} change={(sound) => prefer({ sound })}>
        <button type="button" class="btn" onClick={() => void testSound()} aria-label={t('testSound')}>
          {t('test')}
        </button>
      </Switch>
      <Switch
        label={t('desktop')}
        checked={preferences().desktop && standing() === 'granted'}
        change={(desktop) => void setDesktop(desktop)}
      >
        <button type="button" class="btn" onClick={() => void testDesktop()} aria-label={t('testDesktop')}>
          {t('test')}
        </button>
      </Switch>
      <Switch
        label={t('excerpt')}
        hint={t('excerptHint')}
        checked={preferences().excerpt}
        change={(excerpt) => prefer({ excerpt })}
      />
      <p class={styles.answer} role="status">
        {answer()}
      </p>
    </fieldset>
  );
}
