import { render } from 'solid-js/web';
import '../shared/style/tokens.css';
import '../shared/style/base.css';
import './widget.css';
import { App } from './app.tsx';
import { Core } from './core.ts';
import { hello, host } from './host.ts';
import { speakAs } from './speak.ts';

Core.preload();
await hello();
await speakAs(host().locale);
render(() => <App />, document.body);
