import { createSignal, For } from 'solid-js';
import type { Profile } from '../../../server/people/contract.ts';
import { useSession } from '../state/session.ts';
import { isKnownZone, zonesWith, zoneWords } from '../time-zones.ts';
import { Field } from '../ui/fields.tsx';
import type { Form } from '../ui/form.ts';
import { t as shared } from '../words.ts';
import { Choice } from './choice.tsx';
import { languageName, LANGUAGES } from './languages.ts';
import { t } from './words.ts';

interface Props {
  of: Pick<Profile, 'name' | 'locale' | 'timeZone'>;
  form: Form;
  autocomplete: 'name' | 'off';
}

export const AboutName = (props: Props) => (
  <Field
    label={shared('fields.name')}
    name="name"
    autocomplete={props.autocomplete}
    dir="auto"
    maxlength={80}
    required
    value={props.of.name}
    problem={props.form.fields()['name']}
  />
);

/** The language and the time zone, with the time there. */
export function AboutPlace(props: Omit<Props, 'autocomplete'>) {
  const session = useSession();
  const [zone, setZone] = createSignal<string>();
  const languages = () =>
    [...new Set([...LANGUAGES, props.of.locale])].toSorted((a, b) => languageName(a).localeCompare(languageName(b)));
  const there = () => {
    const timeZone = zone() ?? props.of.timeZone;
    if (!isKnownZone(timeZone)) return undefined;
    const format = new Intl.DateTimeFormat(undefined, {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    return t('there', { time: format.format(session.now()) });
  };

  return (
    <>
      <Choice label={t('locale')} name="locale" problem={props.form.fields()['locale']}>
        <For each={languages()}>
          {(tag) => (
            <option value={tag} selected={tag === props.of.locale}>
              {languageName(tag)}
            </option>
          )}
        </For>
      </Choice>
      <Choice
        label={t('zone')}
        name="timeZone"
        problem={props.form.fields()['timeZone']}
        hint={there()}
        onChange={setZone}
      >
        <For each={zonesWith(props.of.timeZone)}>
          {(one) => (
            <option value={one} selected={one === props.of.timeZone}>
              {zoneWords(one)}
            </option>
          )}
        </For>
      </Choice>
    </>
  );
}
