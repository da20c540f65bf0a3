import { Link } from 'react-router-dom';
import type { Board, Figures, FigureWindow } from '../../api/types.ts';
import { count, share } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

const windows: FigureWindow[] = ['last15m', 'today'];
/** The goal of both answer figures. */
const goal = 0.999;

const toneOf = (part: number, whole: number) => (whole === 0 ? 'none' : part / whole >= goal ? 'good' : part / whole >= goal - 0.009 ? 'risk' : 'bad') as 'none' | 'good' | 'risk' | 'bad';

/** Picked up and truly replied to are two figures: a greeting answers nobody. */
export function FigureTable({ figures }: { figures: Board['figures'] }) {
  return (
    <div className="scroll-x">
      <table className="figures">
        <caption className="visually-hidden">{t('board.figures')}</caption>
        <thead>
          <tr>
            <td />
            {(['board.pickedUp', 'board.replied', 'board.gotPerson', 'board.abandoned', 'board.botShare'] as Key[]).map((key) => (
              <th key={key} scope="col"><span>{t(key)}</span><span className="meta help">{t(`${key}Help` as Key)}</span></th>
            ))}
          </tr>
        </thead>
        <tbody>{windows.map((window) => <Row key={window} window={window} figures={figures[window]} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ window, figures }: { window: FigureWindow; figures: Figures | undefined }) {
  if (!figures) return null;
  const { offered, pickedUp, replied, askedForPerson, gotPerson, abandoned, botShare } = figures;
  const address = (figure: string) => `/conversations?figure=${figure}&window=${window}`;
  return (
    <tr>
      <th scope="row"><Link to={address('offered')}>{t(`board.${window}` as Key)}<span className="meta">{t('board.came', { count: count(offered) })}</span></Link></th>
      <Answer part={pickedUp} whole={offered} to={address('picked-up')} missed={address('not-picked-up')} />
      <Answer part={replied} whole={offered} to={address('replied')} missed={address('not-replied')} />
      <Answer part={gotPerson} whole={askedForPerson} to={address('asked-for-person')} />
      <td><Link to={address('abandoned')}><strong>{count(abandoned)}</strong><span className="meta">{share(abandoned, offered)}</span></Link></td>
      <td><Link to={address('bot')}><strong>{pickedUp > 0 ? share(botShare, 1, 1) : '–'}</strong><span className="meta">{t('board.ofAll')}</span></Link></td>
    </tr>
  );
}

function Answer({ part, whole, to, missed }: { part: number; whole: number; to: string; missed?: string }) {
  return (
    <td>
      <Link to={to}>
        <strong><StateMark tone={toneOf(part, whole)}>{share(part, whole)}</StateMark></strong>
        <span className="meta">{t('board.partOf', { part: count(part), whole: count(whole) })}</span>
      </Link>
      {missed && whole > part && <Link className="missed" to={missed}>{t('board.missed', { count: count(whole - part) })}</Link>}
    </td>
  );
}
