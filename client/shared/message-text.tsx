import { For, Match, Show, Switch } from 'solid-js';
import { type Block, type Inline, parse } from './text.ts';
import styles from './message-text.module.css';

/** Straight to DOM nodes: nothing that somebody wrote is ever parsed as HTML. */
export function MessageText(props: { body: string }) {
  return (
    <div class={styles.text} dir="auto">
      <For each={parse(props.body)}>{(block) => <BlockView block={block} />}</For>
    </div>
  );
}

function BlockView(props: { block: Block }) {
  return (
    <Switch>
      <Match when={props.block.kind === 'fence' && props.block}>
        {(fence) => (
          <pre tabindex="0" data-language={fence().language || undefined}>
            {fence().text}
          </pre>
        )}
      </Match>
      <Match when={props.block.kind === 'paragraph' && props.block}>
        {(paragraph) => (
          <p>
            <For each={paragraph().lines}>
              {(line, i) => (
                <>
                  <Show when={i() > 0}>
                    <br />
                  </Show>
                  <For each={line}>{(part) => <InlineView part={part} />}</For>
                </>
              )}
            </For>
          </p>
        )}
      </Match>
    </Switch>
  );
}

function InlineView(props: { part: Inline }) {
  return (
    <Switch fallback={props.part.text}>
      <Match when={props.part.kind === 'code'}>
        <code>{props.part.text}</code>
      </Match>
      <Match when={props.part.kind === 'link' && props.part}>
        {(link) => (
          <a href={link().href} target="_blank" rel="noopener noreferrer nofollow">
            {link().text}
          </a>
        )}
      </Match>
    </Switch>
  );
}
