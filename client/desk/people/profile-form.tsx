import { createSignal, onMount, Show } from 'solid-js';
import type { User } from '../../../server/people/contract.ts';
import { problemWords } from '../../shared/problems.ts';
import { AboutName, AboutPlace } from '../../shared/profile/about-fields.tsx';
import { FormProblem } from '../../shared/ui/account-fields.tsx';
import { Face } from '../../shared/ui/face.tsx';
import { Field } from '../../shared/ui/fields.tsx';
import { createForm } from '../../shared/ui/form.ts';
import { useDesk } from '../desk.ts';
import { shared } from '../words.ts';
import { peopleApi } from './people-api.ts';
import styles from './people-dialogs.module.css';
import { t } from './words.ts';

interface Props {
  user: User;
  changed: (user: User) => void;
  close: () => void;
}

const FIELDS = ['name', 'email', 'locale', 'timeZone'] as const;

/** Corrects the profile of somebody else. It belongs in a `Dialog` that is labelled by `people-dialog`. */
export function ProfileForm(props: Props) {
  const desk = useDesk();
  let element!: HTMLFormElement;
  const form = createForm(
    // Only what was changed here, so that it undoes nothing that somebody else changes meanwhile.
    (values) => {
      const changed = FIELDS.filter((name) => values[name] !== undefined && values[name] !== props.user[name]);
      return peopleApi.edit(props.user.id, Object.fromEntries(changed.map((name) => [name, values[name]])));
    },
    (user) => {
      props.changed(user);
      props.close();
      desk.say({ text: t('profile.done', { name: user.name }) });
    },
  );
  const firstField = () => element.querySelector('input')?.focus();
  onMount(firstField);
  return (
    <form ref={element} class={styles.parts} onSubmit={(event) => void form.submit(event)} novalidate>
      <h2 id="people-dialog">{t('profile.title', { name: props.user.name })}</h2>
      <Picture user={props.user} changed={props.changed} removed={firstField} />
      <AboutName of={props.user} form={form} autocomplete="off" />
      {/* A visitor of the widget has no account: only a name. */}
      <Show when={props.user.email}>
        {(email) => (
          <>
            <Field
              label={shared('fields.email')}
              name="email"
              type="text"
              inputmode="email"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              required
              value={email()}
              hint={t('profile.email')}
              problem={form.fields()['email']}
            />
            <AboutPlace of={props.user} form={form} />
          </>
        )}
      </Show>
      <FormProblem form={form} />
      <p class={styles.do}>
        <button type="button" class="btn bare" onClick={() => props.close()}>
          {shared('cancel')}
        </button>
        <button type="submit" class="btn main" disabled={form.busy()}>
          {shared('save')}
        </button>
      </p>
    </form>
  );
}

/** People choose their own picture; an admin can take one away. */
function Picture(props: Pick<Props, 'user' | 'changed'> & { removed: () => void }) {
  const [busy, setBusy] = createSignal(false);
  const [isRemoved, setIsRemoved] = createSignal(false);
  const [problem, setProblem] = createSignal('');
  async function remove() {
    setBusy(true);
    setProblem('');
    try {
      const user = await peopleApi.removePicture(props.user.id);
      setIsRemoved(true);
      props.changed(user);
      props.removed();
    } catch (error) {
      setProblem(problemWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Show when={props.user.picture}>
      {(picture) => (
        <div class={styles.picture}>
          <Face of={{ name: props.user.name, picture: isRemoved() ? null : picture() }} class={styles.face} />
          <Show when={!isRemoved()} fallback={<p class="hint">{t('profile.pictureRemoved')}</p>}>
            <button type="button" class="btn" disabled={busy()} onClick={() => void remove()}>
              {t('profile.removePicture')}
            </button>
          </Show>
          <Show when={problem()}>
            <p class="problem" role="alert">
              {problem()}
            </p>
          </Show>
        </div>
      )}
    </Show>
  );
}
