import { useParams } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js';
import { Link } from '../link.tsx';
import column from './column.module.css';
import { FailedLine } from './failed-line.tsx';
import type { Loaded } from './loaded.ts';
import styles from './one-page.module.css';

/** Its child is made anew for each thing, by the id in the address. */
export const ById = (props: { children: (id: string) => JSX.Element }) => {
  const params = useParams();
  return (
    <Show when={params['id']} keyed>
      {(id) => props.children(id)}
    </Show>
  );
};

interface Props<T> {
  /** The address of the list of all. */
  up: string;
  words: (key: 'all' | 'missing' | 'failed' | 'again') => string;
  class?: string | undefined;
  loaded: Pick<Loaded<T>, 'value' | 'trouble' | 'load'>;
  children: (value: Accessor<NonNullable<T>>) => JSX.Element;
}

/** A page of the settings for one thing of a list: it, or why it is not there. */
export const OnePage = <T,>(props: Props<T>) => (
  <main id="talk" class={`${column.column} ${props.class ?? ''}`}>
    <p class={styles.up}>
      <Link href={props.up}>
        <ArrowLeft size={14} stroke-width={1.75} aria-hidden="true" />
        {props.words('all')}
      </Link>
    </p>
    <Switch>
      <Match when={props.loaded.value()}>{(value) => props.children(value)}</Match>
      <Match when={props.loaded.trouble() === 'missing'}>
        <p>{props.words('missing')}</p>
      </Match>
      <Match when={props.loaded.trouble() === 'failed'}>
        <FailedLine words={props.words} load={props.loaded.load} />
      </Match>
    </Switch>
  </main>
);
