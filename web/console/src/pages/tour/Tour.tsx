import { ClockCircleOutlined, MobileOutlined } from '@ant-design/icons';
import { App as AntApp, Button } from 'antd';
import { useEffect } from 'react';
import type { TourMark, TourState } from '../../api/tour.ts';
import { businessNow, useSecond } from '../../app/clock.ts';
import { LanguageSwitch, ThemeSwitch } from '../../app/Preferences.tsx';
import { clockTime } from '../../i18n/format.ts';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { Brand } from '../../parts/Brand.tsx';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { asProblem } from '../../api/problem.ts';
import { StateMark } from '../../parts/state.tsx';
import { addressOf, chooseStep, steps, type Door, type Step } from './steps.ts';
import { useTour } from './useTour.ts';
import '../../styles/tour.css';

type Move = (minutes: number) => void;

/** The whole story for somebody who has five minutes: each step is one click, and knows by its events whether it has happened. */
export default function Tour() {
  useLanguage();
  const { message } = AntApp.useApp();
  const { data, error, again, moveOn } = useTour();
  useEffect(() => { document.title = `${t('tour.title')} · Patella`; });
  const move: Move = (minutes) => { moveOn(minutes).catch((failure: unknown) => void message.error(problemText(failure))); };
  return (
    <main className="tour" id="main">
      <header className="tour-head">
        <div className="row between"><a className="brand-line" href="/"><Brand /> Patella</a><div className="row tour-tools"><LanguageSwitch /><ThemeSwitch /></div></div>
        <h1>{t('tour.title')}</h1>
        <p>{t('tour.lead')}</p>
      </header>
      {!data && error && (asProblem(error).status === 404 ? <Empty title={t('tour.none')}>{t('tour.noneText')}</Empty> : <Problem error={error} retry={again} />)}
      {!data && !error && <Skeleton rows={14} />}
      {data && <Clock state={data} move={move} />}
      {data && <ol className="tour-steps">{steps.map((step, index) => <StepCard key={step.key} number={index + 1} step={step} state={data} move={move} />)}</ol>}
      {data && <p className="meta">{t('tour.simulated')}</p>}
    </main>
  );
}

function Clock({ state, move }: { state: TourState; move: Move }) {
  useSecond();
  return (
    <section className="tour-clock" aria-label={t('tour.clock')}>
      <p className="tour-now"><ClockCircleOutlined aria-hidden="true" /> <time className="numeric">{clockTime(new Date(businessNow()).toISOString())}</time></p>
      <p className="meta grow" role="status">{state.moving > 0 ? t('tour.moving', { minutes: state.moving }) : t('tour.clockText')}</p>
      <Button disabled={state.moving > 0} onClick={() => move(5)}>{t('tour.move', { minutes: 5 })}</Button>
      <Button disabled={state.moving > 0} onClick={() => move(30)}>{t('tour.move', { minutes: 30 })}</Button>
    </section>
  );
}

const found = (marks: TourMark[], what: string): TourMark | undefined => marks.find((mark) => mark.what === what);

function StepCard({ number, step, state, move }: { number: number; step: Step; state: TourState; move: Move }) {
  const done = step.marks.length > 0 && step.marks.every((what) => found(state.marks, what));
  return (
    <li className="tour-step" id={step.key} data-done={done || undefined}>
      <span className="tour-number" aria-hidden="true">{number}</span>
      <div className="tour-words">
        <h2>{tValue('tour.step', step.key)}</h2>
        <p>{tValue('tour.text', step.key)}</p>
        {step.marks.length > 0 && <ul className="tour-marks">{step.marks.map((what) => <Mark key={what} what={what} mark={found(state.marks, what)} />)}</ul>}
      </div>
      <div className="tour-doors">
        {step.clock === 'coupon' && state.couponInMinutes > 0 && !found(state.marks, 'named') && <Button disabled={state.moving > 0} onClick={() => move(state.couponInMinutes)}>{t('tour.breakCoupon')}</Button>}
        {step.clock === 'hour' && <Button disabled={state.moving > 0} onClick={() => move(60)}>{t('tour.move', { minutes: 60 })}</Button>}
        {step.doors.map((door, index) => <DoorButton key={door.person + door.to} step={step} door={door} marks={state.marks} first={index === 0} />)}
      </div>
    </li>
  );
}

function Mark({ what, mark }: { what: string; mark: TourMark | undefined }) {
  return <li><StateMark tone={mark ? 'good' : 'none'}>{tValue('tour.mark', what)}{mark && <span className="meta numeric"> {clockTime(mark.at)}</span>}</StateMark></li>;
}

const phone = 'popup,width=390,height=844';

/** One click: signed in as that person, at that page. A phone is a window of a phone's size. */
function DoorButton({ step, door, marks, first }: { step: Step; door: Door; marks: TourMark[]; first: boolean }) {
  const address = addressOf(door, marks);
  const words = <>{door.phone && <MobileOutlined aria-hidden="true" />} {t('tour.open', { page: tValue('tour.page', `${step.key}.${door.person}`), person: tValue('tour.person', door.person) })}</>;
  const type = first ? 'primary' : 'default';
  if (!address) return <Button type={type} disabled>{words}</Button>;
  if (door.phone) return <Button type={type} href={address} target="_blank" onClick={(event) => { if (innerWidth > 767 && window.open(address, 'patella-phone', phone)) event.preventDefault(); }}>{words}</Button>;
  return <Button type={type} href={address} onClick={() => chooseStep(step.key)}>{words}</Button>;
}
