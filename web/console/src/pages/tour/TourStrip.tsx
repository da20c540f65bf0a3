import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'react-router-dom';
import { t, tValue, useLanguage } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { chooseStep, chosenStep, steps } from './steps.ts';
import { useTour } from './useTour.ts';
import '../../styles/tour.css';

/** On the page that a step has opened: what to look at, whether it has happened, and the way back. */
export function TourStrip() {
  useLanguage();
  const { pathname } = useLocation();
  const [step, setStep] = useState(chosenStep);
  const wanted = !!step && pathname !== '/tour';
  const { data, moveOn } = useTour(wanted);
  if (!step || !wanted) return null;
  const happened = data?.marks.filter((mark) => step.marks.includes(mark.what)) ?? [];
  const leave = () => { chooseStep(undefined); setStep(undefined); };
  return (
    <aside className="tour-strip" aria-label={t('tour.title')}>
      <span className="tour-number" aria-hidden="true">{steps.indexOf(step) + 1}</span>
      <p className="grow"><strong>{tValue('tour.step', step.key)}</strong> <span>{tValue('tour.look', step.key)}</span></p>
      {happened.map((mark) => <StateMark key={mark.what} tone="good">{tValue('tour.mark', mark.what)}</StateMark>)}
      <Button size="small" disabled={!data || data.moving > 0} onClick={() => void moveOn(5)}>{data && data.moving > 0 ? t('tour.movingShort', { minutes: data.moving }) : t('tour.move', { minutes: 5 })}</Button>
      <Button size="small" type="primary" href={`/console/tour#${step.key}`}>{t('tour.back')}</Button>
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('tour.leave')} onClick={leave} />
    </aside>
  );
}
