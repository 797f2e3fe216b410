import { catchError, type Component } from 'solid-js';
import { render } from 'solid-js/web';

/**
 * Shows an app. An error in one view is reported, and the other views go on: without a handler, Solid drops all updates that
 * were queued behind the error, and never queues them again.
 */
export const mount = (App: Component) => render(() => catchError(() => <App />, reportError), document.body);
