import { createSignal, For, onMount, Show } from 'solid-js';
import type { Site } from '../../../server/sites/contract.ts';
import type { TeamDetails } from '../../../server/teams/contract.ts';
import { useState } from '../../shared/state/session.ts';
import part from '../settings/part.module.css';
import { siteApi } from '../sites/site-api.ts';
import type { TeamDraft } from './draft.ts';
import { t } from './words.ts';

type Which = 'categories' | 'siteIds';

/** Which new tickets wait for the team. Sites are shown to those who may see them. */
export function DefaultsPart(props: { draft: TeamDraft; others: TeamDetails[] }) {
  const state = useState();
  const [sites, setSites] = createSignal<Site[]>([]);
  onMount(() => {
    if (state.me.rights.settings?.includes('view'))
      siteApi.list().then(
        ({ items }) => setSites(items),
        () => {},
      );
  });
  /** An archived one only while it is chosen. */
  const categories = () =>
    state.lists.categories.items
      .filter(({ code, archived }) => !archived || props.draft.draft().categories.includes(code))
      .map(({ code, name }) => ({ id: code, name }));

  return (
    <section class={part.part} aria-labelledby="defaults">
      <h3 id="defaults">{t('defaults.title')}</h3>
      <p>{t('defaults.intro')}</p>
      <Show when={categories().length > 0} fallback={<p>{t('defaults.none')}</p>}>
        <Checks of="categories" label={t('defaults.categories')} all={categories()} {...props} />
      </Show>
      <Show when={sites().length > 0}>
        <Checks of="siteIds" label={t('defaults.sites')} all={sites()} {...props} />
      </Show>
    </section>
  );
}

interface ChecksProps {
  of: Which;
  label: string;
  all: { id: string; name: string }[];
  draft: TeamDraft;
  others: TeamDetails[];
}

function Checks(props: ChecksProps) {
  const chosen = () => props.draft.draft()[props.of];
  const toggle = (id: string) => {
    const next = chosen().includes(id) ? chosen().filter((one) => one !== id) : [...chosen(), id];
    props.draft.edit({ [props.of]: next.toSorted() });
  };
  /** Each has one team, so it would move. */
  const words = ({ id, name }: { id: string; name: string }) => {
    const team = props.others.find((one) => one[props.of].includes(id));
    return team ? t('defaults.taken', { name, team: team.name }) : name;
  };
  return (
    <fieldset class={part.group}>
      <legend class="label">{props.label}</legend>
      <For each={props.all}>
        {(one) => (
          <label class={part.radio}>
            <input type="checkbox" checked={chosen().includes(one.id)} onChange={() => toggle(one.id)} />
            <span dir="auto">{words(one)}</span>
          </label>
        )}
      </For>
      <p class="problem">{props.draft.firstProblemIn(props.of)}</p>
    </fieldset>
  );
}
