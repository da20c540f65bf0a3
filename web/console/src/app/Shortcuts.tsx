import { t, type Key } from '../i18n/language.ts';

const shortcuts: [string, Key][] = [
  ['Ctrl K', 'shortcuts.command'], ['?', 'shortcuts.help'],
  ['Alt 1', 'shortcuts.desk'], ['Alt 2', 'shortcuts.board'], ['Alt 3', 'shortcuts.conversations'],
  ['j / k', 'shortcuts.move'], ['Enter', 'shortcuts.open'],
  ['r', 'shortcuts.reply'], ['n', 'shortcuts.note'], ['/', 'shortcuts.canned'],
  ['t', 'shortcuts.transfer'], ['e', 'shortcuts.close'], ['z', 'shortcuts.undo'],
  ['Alt A', 'shortcuts.accept'], ['Alt D', 'shortcuts.decline'],
  ['Esc', 'shortcuts.leave'],
];

export function Shortcuts() {
  return (
    <div className="shortcuts">
      {shortcuts.map(([keys, key]) => (
        <div key={keys}>
          <span>{t(key)}</span>
          <span>{keys.split(' ').map((one) => (one === '/' && keys !== '/' ? ' / ' : <kbd key={one}>{one}</kbd>))}</span>
        </div>
      ))}
    </div>
  );
}
