import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { shops, type Appeal, type Measure, type MeasureState } from '../../api/shops.ts';
import { hasRole, useMe } from '../../app/session.tsx';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { useAct } from '../../parts/useAct.ts';
import { WordsDialog } from './WordsDialog.tsx';

type Step = 'approve' | 'decline' | 'lift' | 'grant' | 'uphold';
const tones: Partial<Record<MeasureState, 'good' | 'risk' | 'bad'>> = { proposed: 'risk', applying: 'risk', 'in-force': 'good', lifting: 'risk', refused: 'bad' };

/** A measure about a shop with everything it rests on, and what the reader may do with it. */
export function MeasureCard({ one }: { one: Measure }) {
  const me = useMe();
  const act = useAct();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Step>();
  const decides = hasRole(me, 'supervisor', 'adjudicator', 'rule-owner', 'administrator');
  const after = () => queries.invalidateQueries({ queryKey: ['shop-measures'] });
  const run = (words: string) => (asking === 'lift' ? shops.lift(one.id, words)
    : asking === 'grant' || asking === 'uphold' ? shops.answer(one.id, asking === 'grant', words) : shops.decide(one.id, asking === 'approve', words)).then(after);
  const mine = one.proposedBy.id === me.person.id;
  return (
    <article className="case-part" aria-label={`${one.title} ${one.shop.name}`}>
      <div className="row between"><h2><Link to={`/shops/${encodeURIComponent(one.shop.id)}`}>{one.shop.name}</Link> · {one.title}</h2><StateMark tone={tones[one.state] ?? 'none'}>{tValue('shops.state', one.state)}</StateMark></div>
      <p className="wrap"><span className="strong">{one.clause}</span> <span className="meta">{one.rule}</span></p>
      <p className="wrap" dir="auto">{one.words}</p>
      <p className="meta row wrap">{t('shops.evidence')} {one.evidence.map((each) => each.kind === 'case'
        ? <Link key={each.id!} to={`/cases/${encodeURIComponent(each.id!)}`}>{t('shops.case', { id: each.id! })}</Link> : <span key={each.id!}>{t('shops.conversation', { id: each.id! })}</span>)}</p>
      <p className="meta">{t('shops.proposedBy', { name: one.proposedBy.name ?? one.proposedBy.id, at: shortTime(one.proposedAt) })}
        {one.decidedBy ? ` · ${t('shops.decidedBy', { name: one.decidedBy.name ?? one.decidedBy.id, at: shortTime(one.decidedAt!) })}` : one.state === 'proposed' ? ` · ${t('shops.decideBy', { at: shortTime(one.decideBy) })}` : ''}
        {one.rewardText ? ` · ${one.rewardText}` : ''}{one.days ? ` · ${t('shops.days', { count: one.days })}` : ''}{one.endsAt && one.state === 'in-force' ? ` · ${t('shops.until', { at: shortTime(one.endsAt) })}` : ''}</p>
      {one.code && <p><StateMark tone="bad">{t('shops.marketplaceSaid', { word: one.detail ?? one.code })}</StateMark></p>}
      {one.appeal && <AppealPart appeal={one.appeal} />}
      <div className="row">
        {one.state === 'proposed' && mine && <><span className="meta">{t('shops.waitsForSecond')}</span><Button size="small" onClick={() => void act(() => shops.withdraw(one.id).then(after), t('case.done'))}>{t('shops.withdraw')}</Button></>}
        {one.state === 'proposed' && one.mayDecide && <><Button type="primary" onClick={() => setAsking('approve')}>{t('shops.approve')}</Button><Button onClick={() => setAsking('decline')}>{t('shops.decline')}</Button></>}
        {one.appeal?.state === 'open' && one.mayDecide && <><Button type="primary" onClick={() => setAsking('grant')}>{t('shops.grant')}</Button><Button onClick={() => setAsking('uphold')}>{t('shops.uphold')}</Button></>}
        {one.state === 'in-force' && decides && <Button onClick={() => setAsking('lift')}>{t('shops.lift')}</Button>}
      </div>
      {asking === 'approve' && <WordsDialog title="shops.approve" help="shops.approveHelp" optional run={run} close={() => setAsking(undefined)} />}
      {asking === 'decline' && <WordsDialog title="shops.decline" help="shops.declineHelp" run={run} close={() => setAsking(undefined)} />}
      {asking === 'lift' && <WordsDialog title="shops.lift" help="shops.liftHelp" run={run} close={() => setAsking(undefined)} />}
      {asking === 'grant' && <WordsDialog title="shops.grant" help="shops.answerHelp" run={run} close={() => setAsking(undefined)} />}
      {asking === 'uphold' && <WordsDialog title="shops.uphold" help="shops.answerHelp" run={run} close={() => setAsking(undefined)} />}
    </article>
  );
}

export function AppealPart({ appeal }: { appeal: Appeal }) {
  return (
    <blockquote className="wrap">
      <div className="row between"><span className="strong">{t('shops.appeal')}</span>
        <StateMark tone={appeal.state === 'open' ? (appeal.late ? 'bad' : 'risk') : 'none'}>{appeal.state === 'open' ? t('shops.answerBy', { at: shortTime(appeal.due) }) : tValue('shops.appealState', appeal.state)}</StateMark></div>
      <p dir="auto">{appeal.words}</p>
      {appeal.answer && <p className="case-answer" dir="auto">{appeal.answer}</p>}
    </blockquote>
  );
}
