import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { scorecards, type BadgeChange, type Correction } from '../../api/shop.ts';
import { fullTime } from '../../i18n/format.ts';
import { t } from '../../i18n/language.ts';
import { Empty, Problem, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import { Table } from '../finance/Table.tsx';
import { lasting, score } from './values.ts';

/** The badge's history with reasons, the nights with every revision, what was corrected afterwards, and the sums counted again. */
export default function History({ shop, root }: { shop: string; root: string }) {
  const badges = useQuery({ queryKey: ['scorecard', shop, 'badges'], queryFn: () => scorecards.badges(shop), refetchInterval: 20_000 });
  const nights = useQuery({ queryKey: ['scorecard', shop, 'nights'], queryFn: () => scorecards.nights(shop), refetchInterval: 20_000 });
  if (badges.isLoading || nights.isLoading) return <Skeleton rows={10} />;
  const error = badges.error ?? nights.error;
  return (
    <>
      <header className="page-head"><div className="grow"><h1>{t('shop.history')}</h1><p className="meta">{t('shop.historyIntro')}</p></div></header>
      {error && <Problem error={error} retry={() => { void badges.refetch(); void nights.refetch(); }} />}
      <section className="shop-part" aria-labelledby="badge-history">
        <h2 id="badge-history">{t('shop.badge')}</h2>
        {badges.data?.items.length === 0 && <p className="meta">{t('shop.neverBadge')}</p>}
        <ol className="shop-badges">{badges.data?.items.map((one) => <Badge key={one.id} one={one as BadgeChange} root={root} />)}</ol>
      </section>
      <section className="shop-part" aria-labelledby="nights">
        <h2 id="nights">{t('shop.nights')}</h2>
        {nights.data?.items.length === 0 ? <Empty title={t('shop.noScore')} /> : (
          <Table label={t('shop.nights')} heads={[['shop.night'], ['shop.revision', 'number'], ['shop.score', 'number'], ['shop.badge'], ['shop.because'], ['shop.table'], ['finance.at']]}>
            {nights.data?.items.map((line) => (
              <tr key={`${line.night}-${line.revision}`}>
                <td className="numeric"><Link to={`${root}?night=${line.night}`}>{line.night}</Link></td><td className="number">{line.revision}</td><td className="number">{score(line.total, 3)}</td>
                <td>{line.badge && <StateMark tone="good">{t('shop.badge')}</StateMark>}</td><td>{line.becauseText}</td><td>{line.policy}</td><td className="numeric">{fullTime(line.madeAt)}</td>
              </tr>
            ))}
          </Table>
        )}
      </section>
      <Corrections shop={shop} />
      <Recount shop={shop} />
    </>
  );
}

function Badge({ one, root }: { one: BadgeChange; root: string }) {
  return (
    <li className="shop-badge" data-what={one.what}>
      <p><StateMark tone={one.what === 'granted' ? 'good' : 'bad'}>{t(one.what === 'granted' ? 'shop.granted' : 'shop.lost')}</StateMark> <span className="strong">{one.becauseText}</span> <span className="meta numeric">{fullTime(one.at)}</span></p>
      <p className="meta">{t('shop.badgeScores', { night: one.night, total: score(one.total, 3), earlier: score(one.earlier, 3) })}</p>
      {one.fell.length > 0 && <ul>{one.fell.map((fell) => <li key={fell.key}><Link to={`${root}/figures/${fell.key}?night=${one.night}`}>{t('shop.fell', { figure: fell.title })}</Link> <span className="meta">{fell.advice}</span></li>)}</ul>}
    </li>
  );
}

function Corrections({ shop }: { shop: string }) {
  const list = useInfiniteQuery({
    queryKey: ['scorecard', shop, 'corrections'],
    queryFn: ({ pageParam, signal }) => scorecards.corrections(shop, { after: pageParam, limit: 20 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 20_000,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const side = (value: Correction['before']) => (value ? [value.day, value.value == null ? '' : lasting(value.value), value.flawText ?? (value.counts ? '' : t('shop.notCounted'))].filter(Boolean).join(' · ') : '–');
  return (
    <section className="shop-part" aria-labelledby="corrections">
      <h2 id="corrections">{t('shop.corrections')}</h2>
      <p className="meta">{t('shop.correctionsIntro')}</p>
      {list.error && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.data && items.length === 0 && <p className="meta">{t('shop.noCorrections')}</p>}
      {items.length > 0 && (
        <Table label={t('shop.corrections')} heads={[['finance.at'], ['shop.because'], ['shop.what'], ['shop.before'], ['shop.after'], ['shop.revision', 'number']]} more={list.hasNextPage ? () => void list.fetchNextPage() : undefined} loading={list.isFetchingNextPage}>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="numeric">{fullTime(one.at)}</td><td>{one.kindText}</td><td>{one.order ? <Link to={`/orders/${one.order}`}>{one.orderNumber ?? one.order}</Link> : one.case ? t('shop.case') : '–'}</td>
              <td className="numeric">{side(one.before)}</td><td className="numeric">{side(one.after)}</td><td className="number">{one.revision ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Recount({ shop }: { shop: string }) {
  const [asked, setAsked] = useState(false);
  const proof = useQuery({ queryKey: ['scorecard', shop, 'proof'], queryFn: () => scorecards.proof(shop), enabled: asked, gcTime: 0 });
  return (
    <section className="shop-part" aria-labelledby="recount">
      <h2 id="recount">{t('shop.recount')}</h2>
      <p className="meta">{t('shop.recountIntro')}</p>
      <Button loading={proof.isFetching} onClick={() => { setAsked(true); if (asked) void proof.refetch(); }}>{t('shop.recountNow')}</Button>
      {proof.error && <Problem error={proof.error} />}
      {proof.data && <p role="status"><StateMark tone={proof.data.equal ? 'good' : 'bad'}>{t(proof.data.equal ? 'shop.recountEqual' : 'shop.recountDiffers', { orders: proof.data.orders, facts: proof.data.facts })}</StateMark></p>}
    </section>
  );
}
