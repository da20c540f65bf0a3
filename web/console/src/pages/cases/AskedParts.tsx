import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { askedParts } from '../../api/cases.ts';
import { newId } from '../../api/identifiers.ts';
import type { AskedPart } from '../../api/types.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { StateMark } from '../../parts/state.tsx';
import '../../styles/cases.css';

/** What is asked of a shop or a carrier: the question, until when, and one box for the answer. Made for a phone. */
export default function AskedParts() {
  useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const open = parameters.get('show') !== 'answered';
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['asked-parts', open], queryFn: () => askedParts.list(open), refetchInterval: 15_000 });
  return (
    <div className="page"><div className="page-inner asked-parts">
      <h1>{t('asked.title')}</h1>
      <p className="meta">{t('asked.help')}</p>
      <Segmented aria-label={t('asked.show')} value={open ? 'open' : 'answered'} onChange={(value) => setParameters(value === 'open' ? {} : { show: value }, { replace: true })}
        options={[{ value: 'open', label: t('asked.open') }, { value: 'answered', label: t('asked.answered') }]} />
      {isLoading && <Skeleton rows={6} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <Empty title={t(open ? 'asked.nothing' : 'asked.nothingAnswered')}>{open && t('asked.nothingText')}</Empty>}
      {data?.items.map((part) => <Part key={part.id} part={part} />)}
    </div></div>
  );
}

function Part({ part }: { part: AskedPart }) {
  const queries = useQueryClient();
  const [answer, setAnswer] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const [clientId] = useState(() => newId());
  const send = async () => {
    setBusy(true);
    try {
      await askedParts.answer(part.id, clientId, answer.trim());
      void queries.invalidateQueries({ queryKey: ['asked-parts'] });
    } catch (error) { setRefusal(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <article className="case-part asked-part">
      <div className="row between"><span className="meta numeric">{part.orderNumber ? t('asked.order', { number: part.orderNumber }) : shortTime(part.askedAt)}</span>
        {part.state === 'open' && part.dueAt && <StateMark tone={part.late ? 'bad' : 'risk'}>{t('case.answerBy', { at: shortTime(part.dueAt) })}</StateMark>}
      </div>
      {part.subject && <p className="strong wrap">{part.subject}</p>}
      <p className="wrap" dir="auto">{part.question}</p>
      {part.asked && <blockquote className="wrap" dir="auto">{part.asked}</blockquote>}
      {part.answer && <p className="wrap case-answer">{part.answer}</p>}
      {part.state === 'open' && (
        <>
          <Input.TextArea aria-label={t('asked.yourAnswer')} placeholder={t('asked.yourAnswer')} rows={3} maxLength={2_000} value={answer} onChange={(event) => setAnswer(event.target.value)} />
          <Button type="primary" block disabled={!answer.trim()} loading={busy} onClick={() => void send()}>{t('asked.send')}</Button>
        </>
      )}
      {refusal && <Alert type="error" role="alert" message={refusal} />}
    </article>
  );
}
