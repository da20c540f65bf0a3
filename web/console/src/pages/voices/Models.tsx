import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntApp, Button } from 'antd';
import { useState } from 'react';
import { voices, type ModelAccuracy, type VoiceModel } from '../../api/voices.ts';
import { count, fullTime, share } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { Empty, Problem, problemText, Skeleton } from '../../parts/feedback.tsx';
import { PromoteModel } from './PromoteModel.tsx';

const heads = ['stage', 'reason', 'sentiment', 'urgency'] as const;
const percent = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : share(value, 1, 1));

/** The model that reads every voice, and the one that would like to: both measured on the same labels that neither has learnt from. */
export default function Models() {
  const { message } = AntApp.useApp();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [promoting, setPromoting] = useState<VoiceModel>();
  const { data, error, refetch } = useQuery({ queryKey: ['voice-models'], queryFn: voices.models, refetchInterval: (query) => (query.state.data?.items.some((model) => model.state === 'training') ? 1_500 : false) });
  const items = data?.items ?? [];
  const champion = items.find((model) => model.state === 'champion');
  const challenger = items.find((model) => model.state === 'challenger');
  const training = asked || items.some((model) => model.state === 'training');
  const failed = items.find((model) => model.state === 'failed');
  const train = async () => {
    setAsked(true);
    try { await voices.train(); await refetch(); } catch (caught) { void message.error(problemText(caught)); } finally { setAsked(false); }
  };
  return (
    <>
      <header className="page-head">
        <div className="grow"><h1>{t('voices.models')}</h1><p className="meta">{t('models.intro')}</p></div>
        <Button type={challenger ? 'default' : 'primary'} loading={training} onClick={() => void train()}>{training ? t('models.training') : t('models.train')}</Button>
      </header>
      {error && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={10} />}
      {failed && failed.number > Math.max(challenger?.number ?? 0, champion?.number ?? 0) && <p className="meta" role="status">{t('models.failed', { number: failed.number, why: failed.failure ?? '' })}</p>}
      {data && items.length === 0 && <Empty title={t('models.none')}>{t('models.noneText')}</Empty>}
      <div className="two-columns">
        {champion && <Model model={champion} />}
        {challenger ? <Model model={challenger} beside={challenger.champion ?? champion?.accuracy ?? undefined} promote={() => setPromoting(challenger)} /> : champion && <section><h2>{t('models.challenger')}</h2><p className="meta">{t('models.noChallenger')}</p></section>}
      </div>
      {champion && <PerReason champion={champion} challenger={challenger} />}
      <Retired models={items.filter((model) => model.state === 'retired')} />
      {promoting && <PromoteModel model={promoting} close={(done) => { setPromoting(undefined); if (done) void queries.invalidateQueries({ queryKey: ['voice-models'] }); }} />}
    </>
  );
}

function Model({ model, beside, promote }: { model: VoiceModel; beside?: ModelAccuracy | undefined; promote?: () => void }) {
  return (
    <section aria-label={tValue('models.state', model.state)}>
      <h2>{tValue('models.state', model.state)} · {t('models.number', { number: model.number })}</h2>
      <p className="meta">{[model.trainedAt && fullTime(model.trainedAt), t('models.labels', { count: count(model.labels) }), model.trainedBy].filter(Boolean).join(' · ')}</p>
      <dl className="model-figures">{heads.map((head) => {
        const [own, other] = [model.accuracy?.[head], beside?.[head]];
        return <div key={head}><dt className="meta">{tValue('models.head', head)}</dt><dd className="numeric">{percent(own)}{own != null && other != null && <span className={`meta change ${own > other ? 'better' : own < other ? 'worse' : ''}`}> <span>{own > other ? '▲' : own < other ? '▼' : '＝'}</span> {t('models.points', { points: Math.abs((own - other) * 100).toFixed(1) })}</span>}</dd></div>;
      })}</dl>
      {promote && <p className="row"><Button type={model.beats ? 'primary' : 'default'} onClick={promote}>{t('models.promote')}</Button><span className="meta">{t(model.beats ? 'models.beats' : 'models.beatsNot')}</span></p>}
    </section>
  );
}

/** Where one is better and where the other, the most told reasons first. */
function PerReason({ champion, challenger }: { champion: VoiceModel; challenger: VoiceModel | undefined }) {
  const rows = [...(challenger ?? champion).perReason].sort((one, other) => other.count - one.count);
  const champions = new Map(champion.perReason.map((one) => [one.reason, one]));
  if (rows.length === 0) return null;
  return (
    <section className="section" aria-labelledby="per-reason">
      <h2 id="per-reason">{t('models.perReason')}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="per-reason">
        <table className="grid-table numeric">
          <thead><tr><th scope="col">{tValue('voice.dimension', 'reason')}</th><th scope="col" className="number">{t('models.tested')}</th><th scope="col" className="number" title={t('models.precisionHelp')}>{t('models.precision')}</th><th scope="col" className="number" title={t('models.recallHelp')}>{t('models.recall')}</th>
            {challenger && <><th scope="col" className="number">{t('models.precisionNew')}</th><th scope="col" className="number">{t('models.recallNew')}</th></>}</tr></thead>
          <tbody>{rows.map((row) => {
            const old = champions.get(row.reason);
            return (
              <tr key={row.reason}><th scope="row">{row.title || row.reason}</th><td className="number">{count(row.count)}</td><td className="number">{percent(old?.precision)}</td><td className="number">{percent(old?.recall)}</td>
                {challenger && <><Cell own={row.precision} other={old?.precision} /><Cell own={row.recall} other={old?.recall} /></>}</tr>
            );
          })}</tbody>
        </table>
      </div>
    </section>
  );
}
function Cell({ own, other }: { own: number | null | undefined; other: number | null | undefined }) {
  const moved = own == null || other == null || own === other ? undefined : own > other ? 'better' : 'worse';
  return <td className="number"><span className={`change ${moved ?? ''}`}>{moved && <span aria-hidden="true">{moved === 'better' ? '▲' : '▼'} </span>}</span>{percent(own)}</td>;
}

function Retired({ models }: { models: VoiceModel[] }) {
  if (models.length === 0) return null;
  return <details className="section"><summary>{t('models.earlier', { count: models.length })}</summary><ul className="behind">{models.map((model) => <li key={model.id} className="behind-row"><span>{t('models.number', { number: model.number })} <span className="meta">{[model.trainedAt && fullTime(model.trainedAt), t('models.labels', { count: count(model.labels) }), `${tValue('models.head', 'reason')} ${percent(model.accuracy?.reason)}`].join(' · ')}</span></span></li>)}</ul></details>;
}
