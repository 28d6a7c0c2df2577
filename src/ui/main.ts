import { startLanguage } from './language/choose.ts';
import './styles/main.css';

// The constants of a file are translated when it is loaded: the language comes before the page.
await startLanguage();
await import('./page.tsx');
