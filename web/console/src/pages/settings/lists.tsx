/** The settings that are a list and a form: what their columns and fields are. */
import { articles, cannedReplies, carriers, merchants, staff, teams, units } from '../../api/calls.ts';
import { newId } from '../../api/identifiers.ts';
import type { Article, CannedReply, Carrier, Merchant, Staff, Team, Unit } from '../../api/types.ts';
import { localName, useUnitName, useUnitOptions } from '../../app/names.ts';
import { languageName } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { replyVariables } from '../desk/canned.ts';
import {
  useCohortOptions, useGradeOptions, useKindOptions, useLanguageOptions, useMerchantOptions, usePageLanguageOptions, useRoleOptions, useTeamOptions,
} from './options.ts';
import { ResourcePage, type Resource } from './ResourcePage.tsx';

const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const passwordLength = 10;

const unitResource: Resource<Unit> = {
  name: 'units', title: 'settings.units', intro: 'units.intro', emptyText: 'units.empty',
  idOf: (unit) => unit.code, words: (unit) => `${unit.code} ${unit.name?.['zh-CN']} ${unit.name?.en}`,
  make: () => ({ id: newId(), kind: 'marketplace', shared: false }),
  list: units.list, save: (unit) => units.save(unit),
  columns: [
    { title: 'units.name', render: (unit) => localName(unit.name) || unit.code },
    { title: 'units.code', render: (unit) => <code>{unit.code}</code> },
    { title: 'units.kind', render: (unit) => tValue('unitKind', unit.kind) },
    { title: 'units.shared', render: (unit) => (unit.shared ? t('settings.yes') : '') },
  ],
  fields: [
    { name: 'code', label: 'units.code', help: 'units.codeHelp', kind: 'text', required: true, fixed: true, maximum: 40, pattern: codePattern, patternHelp: 'units.codeRule' },
    { name: ['name', 'zh-CN'], label: 'units.nameChinese', kind: 'text', required: true, maximum: 120 },
    { name: ['name', 'en'], label: 'units.nameEnglish', kind: 'text', required: true, maximum: 120 },
    { name: 'kind', label: 'units.kind', kind: 'choice', required: true, useOptions: useKindOptions },
    { name: 'shared', label: 'units.shared', help: 'units.sharedHelp', kind: 'switch' },
  ],
};
export const Units = () => <ResourcePage resource={unitResource} />;

function UnitCell({ code }: { code?: string | null }) { return <>{useUnitName()(code)}</>; }
function UnitCells({ codes }: { codes: string[] }) { const name = useUnitName(); return <span className="cell-cut" title={codes.map(name).join(' · ')}>{codes.map(name).join(' · ')}</span>; }

const merchantResource: Resource<Merchant> = {
  name: 'merchants', title: 'settings.merchants', intro: 'merchants.intro', emptyText: 'merchants.empty',
  idOf: (merchant) => merchant.id, words: (merchant) => `${merchant.name} ${merchant.externalId} ${merchant.category}`,
  make: () => ({ id: newId() }), list: merchants.list, save: (merchant) => merchants.save(merchant),
  columns: [
    { title: 'merchants.name', render: (merchant) => merchant.name },
    { title: 'merchants.externalId', render: (merchant) => <code>{merchant.externalId}</code> },
    { title: 'board.unit', render: (merchant) => <UnitCell code={merchant.unit} /> },
    { title: 'merchants.category', render: (merchant) => tValue('unitKind', merchant.category) },
  ],
  fields: [
    { name: 'name', label: 'merchants.name', kind: 'text', required: true, maximum: 120 },
    { name: 'externalId', label: 'merchants.externalId', help: 'merchants.externalIdHelp', kind: 'text', required: true, fixed: true, maximum: 100 },
    { name: 'unit', label: 'board.unit', kind: 'choice', required: true, useOptions: useUnitOptions },
    { name: 'category', label: 'merchants.category', kind: 'text', maximum: 80 },
  ],
};
export const Merchants = () => <ResourcePage resource={merchantResource} />;

const carrierResource: Resource<Carrier> = {
  name: 'carriers', title: 'settings.carriers', intro: 'carriers.intro', emptyText: 'carriers.empty',
  idOf: (carrier) => carrier.id, words: (carrier) => `${carrier.name} ${carrier.externalId}`, make: () => ({ id: newId() }), list: carriers.list, save: (carrier) => carriers.save(carrier),
  columns: [{ title: 'carriers.name', render: (carrier) => carrier.name }, { title: 'merchants.externalId', render: (carrier) => <code>{carrier.externalId}</code> }],
  fields: [
    { name: 'name', label: 'carriers.name', kind: 'text', required: true, maximum: 120 },
    { name: 'externalId', label: 'merchants.externalId', help: 'carriers.externalIdHelp', kind: 'text', required: true, fixed: true, maximum: 100 },
  ],
};
export const Carriers = () => <ResourcePage resource={carrierResource} />;

const teamResource: Resource<Team> = {
  name: 'teams', title: 'settings.teams', intro: 'teams.intro', emptyText: 'teams.empty',
  idOf: (team) => team.id, words: (team) => team.name, make: () => ({ id: newId() }), list: teams.list, save: (team) => teams.save(team),
  columns: [{ title: 'teams.name', render: (team) => team.name }, { title: 'board.unit', render: (team) => <UnitCell code={team.unit} /> }],
  fields: [
    { name: 'name', label: 'teams.name', kind: 'text', required: true, maximum: 120 },
    { name: 'unit', label: 'board.unit', kind: 'choice', required: true, useOptions: useUnitOptions },
  ],
};
export const Teams = () => <ResourcePage resource={teamResource} />;

const staffResource: Resource<Staff> = {
  name: 'staff', title: 'settings.staff', intro: 'staff.intro', emptyText: 'staff.empty',
  idOf: (person) => person.id, words: (person) => `${person.name} ${person.email} ${person.units.join(' ')}`,
  make: () => ({ id: newId(), roles: ['agent'], units: [], languages: ['zh-CN'], language: 'zh-CN', capacity: 3, cohort: 'own', grade: 'standard', active: true }),
  list: staff.list, save: (person) => staff.save({ ...person, password: person.password || undefined }),
  columns: [
    { title: 'staff.name', render: (person) => person.name },
    { title: 'signIn.email', render: (person) => person.email },
    { title: 'staff.roles', render: (person) => person.roles.map((role) => tValue('role', role)).join(', ') },
    { title: 'staff.units', render: (person) => <UnitCells codes={person.units} /> },
    { title: 'staff.languages', render: (person) => person.languages.map(languageName).join(' · ') },
    { title: 'staff.capacity', render: (person) => person.capacity, number: true },
    { title: 'staff.active', render: (person) => (person.active === false ? t('settings.no') : t('settings.yes')) },
  ],
  fields: [
    { name: 'name', label: 'staff.name', kind: 'text', required: true, maximum: 120 },
    { name: 'email', label: 'signIn.email', kind: 'email', required: true, maximum: 200 },
    { name: 'password', label: 'signIn.password', help: 'staff.passwordHelp', kind: 'password', minimum: passwordLength },
    { name: 'roles', label: 'staff.roles', kind: 'choices', required: true, useOptions: useRoleOptions },
    { name: 'units', label: 'staff.units', help: 'staff.unitsHelp', kind: 'choices', useOptions: useUnitOptions },
    { name: 'languages', label: 'staff.languages', help: 'staff.languagesHelp', kind: 'choices', useOptions: useLanguageOptions },
    { name: 'capacity', label: 'staff.capacity', help: 'staff.capacityHelp', kind: 'number', minimum: 1, maximum: 50 },
    { name: 'team', label: 'staff.team', kind: 'choice', useOptions: useTeamOptions },
    { name: 'merchant', label: 'staff.merchant', help: 'staff.merchantHelp', kind: 'choice', useOptions: useMerchantOptions },
    { name: 'cohort', label: 'staff.cohort', kind: 'choice', required: true, useOptions: useCohortOptions },
    { name: 'grade', label: 'staff.grade', help: 'staff.gradeHelp', kind: 'choice', required: true, useOptions: useGradeOptions },
    { name: 'language', label: 'staff.pageLanguage', kind: 'choice', required: true, useOptions: usePageLanguageOptions },
    { name: 'active', label: 'staff.active', help: 'staff.activeHelp', kind: 'switch' },
  ],
};
export const StaffPage = () => <ResourcePage resource={staffResource} />;

export function ScopeCell({ reply }: { reply: { owner?: string | null; team?: string | null; unit?: string | null } }) {
  const unitName = useUnitName();
  return <>{reply.owner ? t('canned.own') : reply.team ? t('canned.ofTeam', { team: reply.team }) : reply.unit ? unitName(reply.unit) : t('canned.forAll')}</>;
}
const cannedResource: Resource<CannedReply> = {
  name: 'canned-replies', title: 'settings.cannedReplies', intro: 'canned.intro', emptyText: 'canned.empty',
  idOf: (reply) => reply.id, words: (reply) => `${reply.title} ${reply.text}`, make: () => ({ id: newId(), language: 'zh-CN' }),
  list: cannedReplies.list, save: (reply) => cannedReplies.save(reply), remove: (reply) => cannedReplies.remove(reply.id),
  columns: [
    { title: 'canned.title', render: (reply) => reply.title },
    { title: 'canned.text', render: (reply) => <span className="cell-cut">{reply.text}</span> },
    { title: 'canned.language', render: (reply) => languageName(reply.language) },
    { title: 'canned.scope', render: (reply) => <ScopeCell reply={reply} /> },
    { title: 'canned.uses', render: (reply) => reply.uses ?? 0, number: true },
    { title: 'board.unit', render: (reply) => <UnitCell code={reply.unit} /> },
  ],
  fields: [
    { name: 'title', label: 'canned.title', kind: 'text', required: true, maximum: 120 },
    { name: 'text', label: 'canned.text', help: 'canned.textHelp', kind: 'long', required: true, maximum: 4000 },
    { name: 'language', label: 'canned.language', kind: 'choice', required: true, useOptions: useLanguageOptions },
    { name: 'unit', label: 'board.unit', help: 'canned.unitHelp', kind: 'choice', useOptions: useUnitOptions },
    { name: 'team', label: 'canned.team', help: 'canned.teamHelp', kind: 'choice', useOptions: useTeamOptions },
  ],
};
export const CannedReplies = () => (
  <>
    <ResourcePage resource={cannedResource} />
    <div className="settings-pad meta">{t('canned.variables')} {replyVariables.map((name) => <code key={name}>{`{{${name}}}`} </code>)}</div>
  </>
);

const articleResource: Resource<Article> = {
  name: 'articles', title: 'settings.articles', intro: 'articles.intro', emptyText: 'articles.empty',
  idOf: (article) => article.id, words: (article) => `${article.title} ${article.answer} ${article.questions.join(' ')}`,
  make: () => ({ id: newId(), language: 'zh-CN', questions: [], shared: true }),
  list: articles.list, save: (article, isNew) => articles.save({ ...article, questions: article.questions.map((one) => one.trim()).filter(Boolean) }, isNew),
  columns: [
    { title: 'canned.title', render: (article) => article.title },
    { title: 'articles.text', render: (article) => <span className="cell-cut">{article.answer}</span> },
    { title: 'canned.language', render: (article) => languageName(article.language) },
    { title: 'board.unit', render: (article) => <UnitCell code={article.unit} /> },
  ],
  fields: [
    { name: 'title', label: 'canned.title', kind: 'text', required: true, maximum: 200 },
    { name: 'questions', label: 'articles.questions', help: 'articles.questionsHelp', kind: 'lines' },
    { name: 'answer', label: 'articles.text', help: 'articles.textHelp', kind: 'long', required: true, maximum: 20000 },
    { name: 'language', label: 'canned.language', kind: 'choice', required: true, useOptions: useLanguageOptions },
    { name: 'unit', label: 'board.unit', help: 'articles.unitHelp', kind: 'choice', useOptions: useUnitOptions },
    { name: 'shared', label: 'articles.shared', help: 'articles.sharedHelp', kind: 'switch' },
  ],
};
export const Articles = () => <ResourcePage resource={articleResource} />;
