import { Link } from 'react-router-dom';
import type { Prevented as PreventedFigures } from '../../api/standings.ts';
import { useUnitName } from '../../app/names.ts';
import { count, shortTime } from '../../i18n/format.ts';
import { currentLanguage, t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';

const voices = (value: number | null | undefined): string => (value == null ? '–' : new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 0 }).format(value));
const tones = { less: 'good', more: 'bad', 'none-shown': 'none', 'not-measurable': 'none' } as const;

/** What events show to have been prevented: measured projects with their interval, pulls that ended with a change, people helped before they asked. No money is claimed. */
export function Prevented({ prevented }: { prevented: PreventedFigures }) {
  const unitName = useUnitName();
  return (
    <section aria-labelledby="prevented">
      <h2 id="prevented">{t('value.prevented')} <span className="meta">{t('value.preventedHelp')}</span></h2>
      <ul className="tiles value-tiles">
        <li className="tile"><div className="tile-main"><span className="tile-name">{t('value.fewer')}</span><strong className="numeric">{voices(prevented.fewer)}</strong><span className="meta">{t('value.fewerHelp')}</span></div></li>
        <li className="tile"><div className="tile-main"><span className="tile-name">{t('value.pulls')}</span><strong className="numeric">{count(prevented.pullsChanged)}</strong><span className="meta numeric">{t('report.before', { value: count(prevented.pullsChangedBefore) })}</span></div></li>
        <li className="tile"><div className="tile-main"><span className="tile-name">{t('value.helped')}</span><strong className="numeric">{count(prevented.helpedBeforeAsking)}</strong><span className="meta numeric">{t('report.before', { value: count(prevented.helpedBeforeAskingBefore) })}</span></div><div className="tile-foot"><span className="meta">{t('value.helpedHelp')}</span></div></li>
      </ul>
      <h3>{t('value.projects')}</h3>
      {prevented.projects.length === 0 ? <p className="meta">{t('value.noProjects')}</p> : (
        <ul className="behind">{prevented.projects.map((project) => (
          <li key={project.id}>
            <Link to={`/improvements/${encodeURIComponent(project.id)}`} data-row className="behind-row">
              <span className="row"><span className="strong cut">{project.title}</span>{project.unit && <span className="meta cut">{unitName(project.unit)}</span>}<span className="grow" /><span className="meta numeric">{shortTime(project.measuredAt)}</span></span>
              <span className="row"><StateMark tone={tones[project.verdict as keyof typeof tones] ?? 'none'}>{tValue('value.verdict', project.verdict)}</StateMark><span className="meta numeric">{project.fewer == null ? t('value.nothingMeasured') : t('value.fewerLine', { before: voices(project.voicesBefore), after: voices(project.voicesAfter), days: project.days, fewer: voices(project.fewer), lower: voices(project.fewerLower), upper: voices(project.fewerUpper) })}</span></span>
            </Link>
          </li>
        ))}</ul>
      )}
      <h3>{t('value.pullsList')}</h3>
      {prevented.pulls.length === 0 ? <p className="meta">{t('value.noPulls')}</p> : (
        <ul className="behind">{prevented.pulls.map((pull) => (
          <li key={pull.id}><Link to={`/andon/${encodeURIComponent(pull.id)}`} data-row className="behind-row row"><span className="strong cut">{pull.title}</span>{pull.unit && <span className="meta cut">{unitName(pull.unit)}</span>}<span className="grow" /><span className="meta numeric">{shortTime(pull.endedAt)}</span></Link></li>
        ))}</ul>
      )}
    </section>
  );
}
