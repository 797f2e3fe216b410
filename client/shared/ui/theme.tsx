import Moon from 'lucide-solid/icons/moon';
import Sun from 'lucide-solid/icons/sun';
import { createSignal, Show } from 'solid-js';
import { keep } from '../keep.ts';
import { t } from '../words.ts';

type Theme = 'light' | 'dark';
const system = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
const chosen = (): Theme | null => {
  const kept = keep.get('theme');
  return kept === 'light' || kept === 'dark' ? kept : null;
};
const [theme, setTheme] = createSignal<Theme>(chosen() ?? system());
/** The current theme, chosen by the person or the system. */
export { theme };

/** Call before the first paint: applies the chosen theme, otherwise the system's. */
export function applyTheme() {
  const own = chosen();
  if (own) document.documentElement.dataset['theme'] = own;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chosen() ?? setTheme(system()));
}

export function switchTheme() {
  const next = theme() === 'dark' ? 'light' : 'dark';
  keep.set('theme', next);
  document.documentElement.dataset['theme'] = next;
  setTheme(next);
}

export function ThemeSwitch() {
  return (
    <button type="button" class="btn bare icon" aria-label={t('theme')} title={t('theme')} onClick={switchTheme}>
      <Show when={theme() === 'dark'} fallback={<Moon size={16} stroke-width={1.75} aria-hidden="true" />}>
        <Sun size={16} stroke-width={1.75} aria-hidden="true" />
      </Show>
    </button>
  );
}
