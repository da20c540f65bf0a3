import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { share } from '../../i18n/format.ts';
import { t, type Key } from '../../i18n/language.ts';
import { helpedLink, pullLink, pullsLink } from './links.ts';
import { Roll } from './Roll.tsx';
import { Ago, usePart, whole } from './wallParts.tsx';

/** The bell on the wall: what the front line has stopped, for how long it waits, whether it is taken in time; and who was helped before they had to ask. */
export function Bell() {
  const bell = usePart('bell');
  const helped = usePart('helped');
  if (!bell || !helped) return null;
  return (
    <section className="wall-bell" aria-label={t('wall.bell')} data-state={bell.standing === 0 ? 'quiet' : bell.overdue > 0 ? 'late' : 'stands'}>
      <dl>
        <Figure name="wall.bell.standing"><Link to="/andon" className="wall-bell-standing"><Roll value={whole(bell.standing)} /></Link></Figure>
        {bell.oldest && <Figure name="wall.bell.oldest"><Link to={pullLink(bell.oldest)}><Ago since={bell.oldest.since} /></Link></Figure>}
        <Figure name="wall.bell.inTime">{bell.inTime + bell.late === 0 ? '–' : <><Link to={pullsLink(bell.window, 'in-time')}><Roll value={whole(bell.inTime)} /></Link><small>/{whole(bell.inTime + bell.late)}</small></>}</Figure>
        <Figure name="wall.bell.helped"><Link to={helpedLink(helped.window)}><Roll value={helped.helped === 0 ? '–' : share(helped.beforeAsking, helped.helped, 0)} /></Link></Figure>
      </dl>
    </section>
  );
}

function Figure({ name, children }: { name: Key; children: ReactNode }) {
  return <div><dt>{t(name)}</dt><dd>{children}</dd></div>;
}
