import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { shops, type MyMeasure } from '../../api/shops.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import '../../styles/cases.css';
import { AppealPart } from './MeasureCard.tsx';
import { WordsDialog } from './WordsDialog.tsx';

/** What the platform decided about one's own shop: under which clause, why, until when, and the way to be heard. */
export default function MyShop() {
  useLanguage();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['my-shop-measures'], queryFn: shops.mine, refetchInterval: 30_000 });
  return (
    <div className="asked-parts">
      <h1>{t('shops.mineTitle')}</h1>
      <p className="meta">{t('shops.mineHelp')}</p>
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t('shops.mineNothing')} />}
      {data?.items.map((one) => <Mine key={one.id} one={one} />)}
    </div>
  );
}

function Mine({ one }: { one: MyMeasure }) {
  const queries = useQueryClient();
  const [appealing, setAppealing] = useState(false);
  const bad = one.kind === 'shop-suspend' && one.state === 'in-force';
  return (
    <article className="case-part" aria-label={one.title}>
      <div className="row between"><h2>{one.title}</h2><StateMark tone={bad ? 'bad' : one.state === 'in-force' ? 'good' : 'none'}>{tValue('shops.state', one.state)}</StateMark></div>
      <p className="wrap strong">{one.clause}</p>
      <p className="wrap" dir="auto">{one.words}</p>
      {one.rewardText && <p>{one.rewardText}</p>}
      <p className="meta">{one.inForceAt && t('shops.since', { at: shortTime(one.inForceAt) })}{one.endsAt && one.state === 'in-force' ? ` · ${t('shops.until', { at: shortTime(one.endsAt) })}` : ''}{one.liftedAt ? ` · ${t('shops.liftedAt', { at: shortTime(one.liftedAt) })}` : ''}</p>
      {one.liftWords && <p className="case-answer" dir="auto">{one.liftWords}</p>}
      {one.appeal && <AppealPart appeal={one.appeal} />}
      {one.mayAppeal && <Button type="primary" onClick={() => setAppealing(true)}>{t('shops.makeAppeal')}</Button>}
      {appealing && <WordsDialog title="shops.makeAppeal" help="shops.appealHelp" close={() => setAppealing(false)} run={(words) => shops.appeal(one.id, words).then(() => queries.invalidateQueries({ queryKey: ['my-shop-measures'] }))} />}
    </article>
  );
}
