import { t, type Key } from '../i18n/language.ts';

/** Every key, by where it works. */
const groups: [Key, [string, Key][]][] = [
  ['shortcuts.everywhere', [
    ['Ctrl K', 'shortcuts.command'], ['?', 'shortcuts.help'], ['z', 'shortcuts.undo'],
    ['g d', 'shortcuts.desk'], ['g b', 'shortcuts.board'], ['g c', 'shortcuts.conversations'], ['g f', 'shortcuts.find'], ['g m', 'shortcuts.mentions'], ['g s', 'shortcuts.settings'],
    ['j / k', 'shortcuts.move'], ['Enter', 'shortcuts.open'], ['Esc', 'shortcuts.leave'],
  ]],
  ['shortcuts.chats', [
    ['Alt 1 … 9', 'shortcuts.switch'], ['Alt N', 'shortcuts.next'], ['Alt ↑', 'shortcuts.up'], ['Alt ↓', 'shortcuts.down'], ['Alt A', 'shortcuts.accept'], ['Alt D', 'shortcuts.decline'],
  ]],
  ['shortcuts.talk', [
    ['r', 'shortcuts.reply'], ['n', 'shortcuts.note'], ['/', 'shortcuts.canned'], ['@', 'shortcuts.mention'], ['x', 'shortcuts.macro'],
    ['l', 'shortcuts.tags'], ['s', 'shortcuts.snooze'], ['m', 'shortcuts.merge'], ['t', 'shortcuts.transfer'], ['e', 'shortcuts.close'], ['o', 'shortcuts.reopen'],
    ['y', 'shortcuts.translate'], ['i', 'shortcuts.panel'],
  ]],
  ['shortcuts.lists', [
    ['v', 'shortcuts.select'], ['Ctrl A', 'shortcuts.selectAll'], ['f', 'shortcuts.filter'], ['b', 'shortcuts.bulk'],
  ]],
];

export function Shortcuts() {
  return (
    <div className="shortcut-groups" tabIndex={0}>
      {groups.map(([title, shortcuts]) => (
        <section key={title}>
          <h3>{t(title)}</h3>
          <div className="shortcuts">
            {shortcuts.map(([keys, key]) => (
              <div key={keys + key}>
                <span>{t(key)}</span>
                <span>{keys.split(' ').map((one, index) => ((one === '/' && keys !== '/') || one === '…' ? ` ${one} ` : <kbd key={index}>{one}</kbd>))}</span>
              </div>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
