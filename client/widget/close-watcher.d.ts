/** TypeScript's library lacks it: https://html.spec.whatwg.org/#close-watcher */
interface CloseWatcher extends EventTarget {
  destroy(): void;
}
declare const CloseWatcher: { new (): CloseWatcher };
interface Window {
  CloseWatcher?: typeof CloseWatcher;
}
