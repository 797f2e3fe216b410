import '../shared/style/tokens.css';
import '../shared/style/base.css';
import './widget.css';
import { mount } from '../shared/ui/mount.tsx';
import { App } from './app.tsx';
import { Core } from './core.ts';
import { hello, host } from './host.ts';
import { speakAs } from './speak.ts';

Core.preload();
await hello();
await speakAs(host().locale);
mount(App);
