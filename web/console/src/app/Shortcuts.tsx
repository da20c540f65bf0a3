import { t, type Key } from '../i18n/language.ts';
import { placesOf } from './places.tsx';
import { mayRead, useMe } from './session.tsx';

/** Every key, by where it works; those that go somewhere come from the places themselves. */
const groups: [Key, [string, Key][]][] = [
  ['shortcuts.everywhere', [
    ['Ctrl K', 'shortcuts.command'], ['?', 'shortcuts.help'], ['z', 'shortcuts.undo'],
    ['j / k', 'shortcuts.move'], ['Enter', 'shortcuts.open'], ['Esc', 'shortcuts.leave'],
  ]],
  ['shortcuts.chats', [
    ['Alt 1 … 9', 'shortcuts.switch'], ['Alt N', 'shortcuts.next'], ['Alt ↑', 'shortcuts.up'], ['Alt ↓', 'shortcuts.down'], ['Alt A', 'shortcuts.accept'], ['Alt D', 'shortcuts.decline'],
  ]],
  ['shortcuts.talk', [
    ['r', 'shortcuts.reply'], ['n', 'shortcuts.note'], ['/', 'shortcuts.canned'], ['@', 'shortcuts.mention'], ['x', 'shortcuts.macro'],
    ['l', 'shortcuts.tags'], ['s', 'shortcuts.snooze'], ['m', 'shortcuts.merge'], ['t', 'shortcuts.transfer'], ['e', 'shortcuts.close'], ['o', 'shortcuts.reopen'],
    ['c', 'case.open'], ['y', 'shortcuts.translate'], ['i', 'shortcuts.panel'], ['h', 'shortcuts.pull'],
  ]],
  ['shortcuts.case', [
    ['a', 'case.deed.accept'], ['p', 'case.deed.promise'], ['t', 'case.deed.transfer'], ['q', 'case.deed.ask'], ['n', 'case.deed.note'], ['s', 'case.deed.status'], ['w', 'case.deed.assign'], ['e', 'case.deed.close'], ['o', 'case.deed.reopen'],
  ]],
  ['shortcuts.lists', [
    ['v', 'shortcuts.select'], ['Ctrl A', 'shortcuts.selectAll'], ['f', 'shortcuts.filter'], ['b', 'shortcuts.bulk'], ['c', 'shortcuts.newCase'],
  ]],
];

export function Shortcuts() {
  const me = useMe();
  const places = placesOf(me).filter((place) => place.key).map((place): [string, Key] => [`g ${place.key}`, place.title]);
  return (
    <div className="shortcut-groups" tabIndex={0}>
      {[groups[0]!, ['shortcuts.places', places] as const, ...(mayRead(me) ? groups.slice(1) : [])].map(([title, shortcuts]) => (
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
