import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { articles } from '../api/calls.ts';
import { useUnitName } from '../app/names.ts';
import { mayArrange, useMe } from '../app/session.tsx';
import { languageName, shortTime } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/language.ts';
import { Problem, Skeleton } from '../parts/feedback.tsx';

/** One article of the knowledge base, to read. */
export default function ArticlePage() {
  useLanguage();
  const { id = '' } = useParams();
  const unitName = useUnitName();
  const me = useMe();
  const { data, error, isLoading, refetch } = useQuery({ queryKey: ['article', id], queryFn: () => articles.one(id) });
  return (
    <div className="page"><div className="page-inner">
      {!data && <h1 className="visually-hidden">{t('settings.articles')}</h1>}
      {isLoading && <Skeleton rows={8} />}
      {error && <Problem error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <header className="page-head">
            <div className="grow">
              <h1>{data.title}</h1>
              <div className="meta">{[languageName(data.language), unitName(data.unit), data.updatedAt && shortTime(data.updatedAt)].filter(Boolean).join(' · ')}</div>
            </div>
            {mayArrange(me) && <Link to={`/settings/articles?open=${data.id}`}>{t('action.edit')}</Link>}
          </header>
          <p className="wrap article-text" dir="auto">{data.answer}</p>
          {data.questions.length > 0 && <section className="section"><h2>{t('articles.questions')}</h2><ul>{data.questions.map((question) => <li key={question}>{question}</li>)}</ul></section>}
        </>
      )}
    </div></div>
  );
}
