import '../shared/style/font.css';
import '../shared/style/tokens.css';
import '../shared/style/base.css';
import { mount } from '../shared/ui/mount.tsx';
import { applyTheme } from '../shared/ui/theme.tsx';
import { App } from './app.tsx';
import { askAsPortal } from './as-portal.ts';

applyTheme();
askAsPortal();
mount(App);
