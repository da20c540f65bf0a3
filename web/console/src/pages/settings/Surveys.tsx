import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, InputNumber, Switch } from 'antd';
import { useState } from 'react';
import { surveys } from '../../api/calls.ts';
import { asProblem, type ApiProblem } from '../../api/problem.ts';
import type { SurveyRules, SurveySource } from '../../api/types.ts';
import { count, fullTime, shortTime } from '../../i18n/format.ts';
import { t, tValue, type Key } from '../../i18n/language.ts';
import { Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { needed } from '../../parts/needed.ts';

const questions = ['recommend', 'simpler', 'words'];
const verdicts = ['asked', 'not-drawn', 'capped', 'said-nothing', 'no-page'];

/** Who is asked at the end, how often, and who could have been. */
export default function Surveys() {
  const rules = useQuery({ queryKey: ['surveys', 'rules'], queryFn: surveys.rules });
  return (
    <>
      <div className="settings-pad">
        <header className="page-head"><div className="grow"><h1>{t('settings.surveys')}</h1><p className="meta">{t('surveys.intro')}</p></div></header>
        {rules.isLoading && <Skeleton rows={8} />}
        {rules.error && <Problem error={rules.error} retry={() => void rules.refetch()} />}
        {rules.data && <RulesForm key={rules.data.version} rules={rules.data} />}
      </div>
      <Frame />
    </>
  );
}

function RulesForm({ rules }: { rules: SurveyRules }) {
  const [form] = Form.useForm<SurveyRules>();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const submit = async (value: SurveyRules) => {
    setBusy(true);
    try { await surveys.saveRules(value); setProblem(undefined); await queries.invalidateQueries({ queryKey: ['surveys'] }); } catch (error) { setProblem(asProblem(error)); } finally { setBusy(false); }
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={rules} onFinish={(value) => void submit(value)} style={{ maxWidth: 480 }}>
      {problem && <Alert type="error" role="alert" message={problemText(problem)} description={problem.body.errors?.map((one) => one.detail).join(' ')} style={{ marginBottom: 16 }} />}
      <Form.Item name="active" label={t('surveys.active')} valuePropName="checked" extra={t('surveys.activeHelp')}><Switch /></Form.Item>
      <Form.Item name="questions" label={t('surveys.questions')} rules={[needed()]}><Checkbox.Group options={questions.map((value) => ({ value, label: t(`surveys.question.${value}` as Key) }))} style={{ flexDirection: 'column', gap: 8 }} /></Form.Item>
      <Form.Item name="sharePercent" label={t('surveys.share')} extra={t('surveys.shareHelp')} rules={[needed()]}><InputNumber min={0} max={100} step={0.5} addonAfter="%" /></Form.Item>
      <Form.Item name="capPerPerson" label={t('surveys.cap')} rules={[needed()]}><InputNumber min={1} max={10} precision={0} /></Form.Item>
      <Form.Item name="periodDays" label={t('surveys.period')} rules={[needed()]}><InputNumber min={1} max={365} precision={0} /></Form.Item>
      <Form.Item name="openHours" label={t('surveys.open')} rules={[needed()]}><InputNumber min={1} max={720} precision={0} /></Form.Item>
      <Form.Item name="byMail" label={t('surveys.byMail')} valuePropName="checked" extra={t('surveys.byMailHelp')}><Switch /></Form.Item>
      <div className="row"><Button type="primary" htmlType="submit" loading={busy}>{t('action.save')}</Button>
        <span className="meta">{rules.version > 0 && rules.savedAt ? t('surveys.version', { version: rules.version, at: fullTime(rules.savedAt) }) : t('surveys.never')}</span></div>
    </Form>
  );
}

function Frame() {
  const frame = useQuery({ queryKey: ['surveys', 'frame'], queryFn: () => surveys.frame({ limit: 50 }) });
  return (
    <div className="settings-pad">
      <h2>{t('surveys.frame')}</h2>
      <p className="meta">{t('surveys.frameText')}</p>
      {frame.isLoading && <Skeleton rows={5} />}
      {frame.error && <Problem error={frame.error} retry={() => void frame.refetch()} />}
      {frame.data && (
        <>
          <dl className="survey-verdicts">{verdicts.map((verdict) => <div key={verdict}><dt className="meta">{tValue('surveys.verdict', verdict)}</dt><dd className="numeric strong">{count(frame.data.verdicts[verdict] ?? 0)}</dd></div>)}</dl>
          {frame.data.sources.length > 0 && <Sources sources={frame.data.sources} />}
          {frame.data.items.length > 0 && (
            <div className="scroll-x" tabIndex={0} role="region" aria-label={t('surveys.frame')}>
              <table className="grid-table numeric">
                <thead><tr><th scope="col">{t('report.when')}</th><th scope="col">{t('surveys.subject')}</th><th scope="col">{t('surveys.verdict')}</th><th scope="col" className="number">{t('surveys.draw')}</th><th scope="col" className="number">{t('surveys.rules')}</th></tr></thead>
                <tbody>{frame.data.items.map((line) => (
                  <tr key={line.subjectKind + line.subject}><td>{shortTime(line.at)}</td><td><code>{line.subject}</code></td><td>{tValue('surveys.verdict', line.verdict)}</td><td className="number">{line.draw}</td><td className="number">{line.rules}</td></tr>
                ))}</tbody>
              </table>
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** What was said by each way of asking, side by side and never added up. */
function Sources({ sources }: { sources: SurveySource[] }) {
  const share = (part: number, whole: number): string => (whole > 0 ? `${Math.round((part / whole) * 100)} %` : '–');
  const mean = (sum: number, number: number): string => (number > 0 ? (sum / number).toFixed(1) : '–');
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t('surveys.sources')}>
      <table className="grid-table numeric">
        <thead><tr><th scope="col">{t('surveys.source')}</th><th scope="col" className="number">{t('surveys.asked')}</th><th scope="col" className="number">{t('surveys.answered')}</th><th scope="col" className="number">{t('surveys.netRecommend')}</th><th scope="col" className="number">{t('surveys.meanSimpler')}</th><th scope="col" className="number">{t('surveys.meanSatisfied')}</th><th scope="col" className="number">{t('surveys.solved')}</th></tr></thead>
        <tbody>{sources.map((one) => (
          <tr key={one.source}><th scope="row">{tValue('surveys.source', one.source)}</th><td className="number">{count(one.asked)}</td><td className="number">{count(one.answered)}</td>
            <td className="number">{share(one.promoters - one.detractors, one.recommended)}</td><td className="number">{mean(one.simplerSum, one.compared)}</td><td className="number">{mean(one.satisfiedSum, one.satisfied)}</td><td className="number">{share(one.solved, one.judged)}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}
