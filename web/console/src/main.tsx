import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startTheme } from './app/theme.ts';
import { preferredLanguage, switchLanguage } from './i18n/language.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/desk.css';
import './styles/board.css';

startTheme();
// The words are there before the first picture, so nothing is shown twice.
void switchLanguage(preferredLanguage()).then(() => createRoot(document.getElementById('root')!).render(<App />));
