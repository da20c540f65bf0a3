import { StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { andon, type PullSource } from '../../api/andon.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { toneOf } from './words.ts';
import '../../styles/andon.css';

/** What was pulled from here, and how it stands. */
export function PullStrip({ source }: { source: PullSource & { conversation: string } }) {
  const { data } = useQuery({ queryKey: ['pulls', 'of', source], queryFn: () => andon.list({ conversation: source.conversation, limit: 5 }), refetchInterval: 15_000, retry: false });
  if (!data?.items.length) return null;
  return (
    <ul className="pull-strip" aria-label={t('andon.fromHere')}>
      {data.items.map((pull) => (
        <li key={pull.id}><StopOutlined aria-hidden="true" /> <Link to={`/andon/${encodeURIComponent(pull.id)}`}>{pull.target.title || pull.target.id}</Link> <StateMark tone={toneOf(pull.state, pull.overdue)}>{tValue('andon.state', pull.state)}</StateMark></li>
      ))}
    </ul>
  );
}
