import WifiOff from 'lucide-solid/icons/wifi-off';
import { Show } from 'solid-js';
import { useSession } from '../shared/state/session.ts';
import { shared } from './words.ts';
import styles from './strip.module.css';

/** Shown when the connection is lost for longer than a moment; typing still works. */
export function OfflineStrip() {
  const { live } = useSession();
  return (
    <Show when={live.connection() === 'offline'}>
      <p class={styles.strip} role="status">
        <WifiOff size={16} stroke-width={1.75} aria-hidden="true" />
        <span>
          <b>{shared('offline.title')}</b> {shared('offline.text')}
        </span>
      </p>
    </Show>
  );
}
