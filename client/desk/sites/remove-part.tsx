import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import type { Site } from '../../../server/sites/contract.ts';
import { Field } from '../../shared/ui/fields.tsx';
import { useDesk } from '../desk.ts';
import { siteApi } from './site-api.ts';
import part from '../settings/part.module.css';
import styles from './remove-part.module.css';
import { t } from './words.ts';

/** Deleting cannot be undone, so the person types the name of the site. */
export function RemovePart(props: { site: Site }) {
  const desk = useDesk();
  const navigate = useNavigate();
  const [typed, setTyped] = createSignal('');
  const isTyped = () => typed().trim() === props.site.name;

  async function remove() {
    const { id, name } = props.site;
    if ((await desk.attempt(async () => (await siteApi.remove(id), true))) === null) return;
    desk.say({ text: t('remove.done', { name }) });
    navigate('/settings/sites');
  }

  return (
    <section class={`${part.part} ${part.last}`} aria-labelledby="remove">
      <h3 id="remove">{t('remove.title')}</h3>
      <p>{t('remove.intro')}</p>
      <form
        class={styles.type}
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped()) void remove();
        }}
      >
        <Field
          label={t('remove.type', { name: props.site.name })}
          autocomplete="off"
          spellcheck={false}
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="btn danger" disabled={!isTyped()}>
          {t('remove.go')}
        </button>
      </form>
    </section>
  );
}
