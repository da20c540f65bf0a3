import { Link } from 'react-router-dom';
import type { Board, Figures, FigureWindow } from '../../api/types.ts';
import { count, share } from '../../i18n/format.ts';
import { currentLanguage, t, type Key } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

const windows: FigureWindow[] = ['last15m', 'today'];
/** The goal of both answer figures. */
const goal = 0.999;
/** Assured, simple, caring: what a consumer gets, what it costs them, how it feels. */
const groups: { title: Key; figures: Key[] }[] = [
  { title: 'board.groupAssured', figures: ['board.pickedUp', 'board.replied', 'board.gotPerson'] },
  { title: 'board.groupSimple', figures: ['board.steps', 'board.repeated'] },
  { title: 'board.groupCaring', figures: ['board.abandoned', 'board.botShare', 'board.satisfied', 'board.solved'] },
];

const toneOf = (part: number, whole: number) => (whole === 0 ? 'none' : part / whole >= goal ? 'good' : part / whole >= goal - 0.009 ? 'risk' : 'bad') as 'none' | 'good' | 'risk' | 'bad';

/** Picked up and truly replied to are two figures: a greeting answers nobody. */
export function FigureTable({ figures }: { figures: Board['figures'] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('board.figures')}>
      <table className="figures">
        <caption className="visually-hidden">{t('board.figures')}</caption>
        <thead>
          <tr className="figure-groups"><td />{groups.map(({ title, figures: own }) => <th key={title} scope="colgroup" colSpan={own.length}>{t(title)}</th>)}</tr>
          <tr>
            <td />
            {groups.flatMap((group) => group.figures).map((key) => (
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
  const { offered, pickedUp, replied, askedForPerson, gotPerson, abandoned, botShare, steps, repeated, rated, satisfied, judged, solved } = figures;
  const address = (figure: string) => `/conversations?figure=${figure}&window=${window}`;
  const partOf = (part: number, whole: number) => t('board.partOf', { part: count(part), whole: count(whole) });
  return (
    <tr>
      <th scope="row"><Link to={address('offered')}>{t(`board.${window}` as Key)}<span className="meta">{t('board.came', { count: count(offered) })}</span></Link></th>
      <Answer part={pickedUp} whole={offered} to={address('picked-up')} missed={address('not-picked-up')} />
      <Answer part={replied} whole={offered} to={address('replied')} missed={address('not-replied')} />
      <Answer part={gotPerson} whole={askedForPerson} to={address('asked-for-person')} />
      <Plain to={address('steps')} value={offered > 0 ? new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 1 }).format(steps / offered) : '–'} note={t('board.ofAll')} />
      <Plain to={address('repeated')} value={count(repeated)} note={share(repeated, offered)} />
      <Plain to={address('abandoned')} value={count(abandoned)} note={share(abandoned, offered)} />
      <Plain to={address('bot')} value={pickedUp > 0 ? share(botShare, 1, 1) : '–'} note={t('board.ofAll')} />
      <Plain to={address('satisfied')} value={share(satisfied, rated, 1)} note={partOf(satisfied, rated)} />
      <Plain to={address('solved')} value={share(solved, judged, 1)} note={partOf(solved, judged)} />
    </tr>
  );
}

function Plain({ to, value, note }: { to: string; value: string; note: string }) {
  return <td><Link to={to}><strong>{value}</strong><span className="meta">{note}</span></Link></td>;
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
