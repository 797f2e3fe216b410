import { render } from 'solid-js/web';
import '../shared/style/font.css';
import '../shared/style/tokens.css';
import '../shared/style/base.css';
import { applyTheme } from '../shared/ui/theme.tsx';
import { App } from './app.tsx';
import { askAsPortal } from './as-portal.ts';

applyTheme();
askAsPortal();
render(() => <App />, document.body);
