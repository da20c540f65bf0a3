/**
 * The shapes of the public API that the console reads: taken from the committed document (`npm run api`), with the words of
 * the wire narrowed to those the pages know. A field that the document no longer has stops the build here.
 */
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];
/** On the wire an empty value is left out; the document says "null". Both are the same to a page. */
type Loose<T> = T extends (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [K in keyof T as null extends T[K] ? never : K]: Loose<T[K]> } & { [K in keyof T as null extends T[K] ? K : never]?: Loose<NonNullable<T[K]>> | null }
    : T;
export type Shape<Name extends keyof Schemas> = Loose<Schemas[Name]>;
/** A shape whose named fields are known more precisely; each of them must exist in it. */
export type Words<T, W extends { [K in keyof W]: K extends keyof T ? unknown : never }> = Omit<T, keyof W> & W;

export type Instant = string;
export type Money = Shape<'Money'>;
export interface Page<T> { items: T[]; next?: string | null }

export type Role = 'agent' | 'supervisor' | 'expert' | 'adjudicator' | 'rule-owner' | 'legal' | 'finance' | 'business-owner' | 'analyst' | 'system-owner' | 'merchant' | 'carrier' | 'executive' | 'administrator' | 'newcomer';
export type Session = Words<Shape<'SessionView'>, { person: Words<Shape<'PersonView'>, { roles: Role[] }> }>;
export interface FirstRun { code: string; ecosystemName: string; slug: string; name: string; email: string; password: string; language: string }

export type PendingSignIn = Words<Shape<'PendingSignIn'>, { next: 'code' | 'enrolment' }>;
export type SignInOptions = Shape<'SignInOptions'>;
export type Enrolment = Shape<'Enrolment'>;
export type RecoveryCodes = Shape<'RecoveryCodes'>;
export type SecondFactorEntered = Words<Shape<'SecondFactorEntered'>, { session: Session }>;
export type AccountSecurity = Shape<'AccountSecurity'>;
export type Provider = Shape<'ProviderView'>;
export type ProviderFacts = Shape<'ProviderRequest'>;
export type ProviderCheck = Shape<'ProviderCheck'>;
export type AuditCheck = Shape<'AuditCheck'>;
export type RevealedField = Shape<'RevealedField'>;
export type RevealPolicy = Words<Shape<'RevealPolicy'>, { quotaByGrade: Record<string, number> }>;
export type PersonRecords = Shape<'PersonRecords'>;
export type PrivacyRequest = Words<Shape<'PrivacyRequest'>, { kind: 'export' | 'erasure'; state: 'open' | 'running' | 'done' | 'withdrawn' }>;

export type Party = 'consumer' | 'bot' | 'agent' | 'merchant' | 'system';
export type ConversationState = 'bot' | 'queued' | 'agent' | 'wrapup' | 'closed' | 'abandoned';
export type Conversation = Words<Shape<'ConversationView'>, { state: ConversationState; lastBy: Party; standard?: Standard | null }>;
/** A line of a list is a whole conversation. */
export type ConversationRow = Conversation;
export type EntryEvent =
  | 'message' | 'note' | 'opened' | 'person-requested' | 'agent-joined' | 'agent-left' | 'transferred' | 'closed'
  | 'note-changed' | 'note-withdrawn' | 'tagged' | 'snoozed' | 'woken' | 'merged' | 'parted' | 'macro-run' | 'moved'
  | 'reopened' | 'abandoned' | 'consumer-left' | 'understood' | 'rated' | 'language-changed' | 'case-opened' | 'hidden';
export type FileLink = Shape<'EntryFile'>;
export type Card =
  | { type: 'order'; order: OrderCard }
  | { type: 'article'; id: string; title: string; text: string }
  | { type: 'handover'; summary: { label: string; value: string }[] }
  | { type: 'promise'; number: string; subject: string; dueAt: string; words?: string | null };
export type Entry = Words<Shape<'Entry'>, {
  kind: 'message' | 'note' | 'system'; event: EntryEvent; author: Words<Shape<'EntryAuthor'>, { party: Party }>; cards?: Card[] | null;
}>;
export interface NewMessage { clientId: string; text?: string; files?: string[]; orderId?: string; canned?: boolean }

export type OrderState = Schemas['OrderStage'];
export type PromiseStatus = Schemas['PromiseStatus'];
export type ParcelState = Schemas['ParcelStage'];
export type OrderPromise = Shape<'PromiseCard'>;
export type Trace = Shape<'TraceLine'>;
export type OrderCard = Shape<'OrderCard'>;
export type Parcel = Shape<'ParcelLine'>;
export type Order = Shape<'OrderDetail'>;
export type TimelineItem = Shape<'TimelineItem'>;
export type Consumer = Shape<'ConsumerPage'>;

export type PresenceState = 'available' | 'away' | 'offline';
export type Presence = Words<Shape<'PresenceView'>, { state: PresenceState }>;
export type Offer = Words<Shape<'OfferView'>, { conversation: ConversationRow }>;
export type Inbox = Words<Shape<'InboxView'>, { presence: Presence; offers: Offer[]; conversations: ConversationRow[] }>;
export type CannedReply = Words<Shape<'CannedReply'>, { id: string; title: string; text: string; language: string }>;
export type SearchKind = 'conversation' | 'order' | 'consumer' | 'article' | 'case';
export type SearchHit = Words<Shape<'SearchItem'>, { kind: SearchKind }>;
export type Article = Shape<'ArticleView'>;

export type CaseCategory = 'open' | 'understanding' | 'waiting' | 'decided' | 'closed';
export type Case = Words<Shape<'CaseView'>, { category: CaseCategory; priority: CasePriority }>;
export type CasePriority = 'low' | 'normal' | 'high' | 'urgent';
export type CaseBulkAnswer = Shape<'BulkAnswer'>;
export type CasePart = Shape<'CasePartView'>;
export type CaseSettings = Shape<'CaseSettings'>;
/** A question to a shop or a carrier, as they see it. */
export type AskedPart = Words<Shape<'PartView'>, { state: 'open' | 'answered' | 'over' }>;

export type Figures = Shape<'AnswerFigures'>;
export type FigureWindow = 'last15m' | 'today';
export type BoardQueue = Shape<'QueueLine'>;
export type BoardPerson = Words<Shape<'PersonLine'>, { state: PresenceState }>;
export type Board = Words<Shape<'BoardView'>, { people: BoardPerson[] }>;

export type FigureGroup = 'volume' | 'assured' | 'simple' | 'caring';
export type FigureKind = 'count' | 'share' | 'seconds' | 'number' | 'score';
export type FigureInfo = Words<Shape<'FigureView'>, { group: FigureGroup; kind: FigureKind }>;
export type FigureValue = Words<Shape<'FigureValue'>, { group: FigureGroup; kind: FigureKind }>;
export type Overview = Words<Shape<'OverviewView'>, { figures: FigureValue[]; units: { unit: string; figures: Record<string, number> }[] }>;
export type Trend = Words<Shape<'TrendView'>, { kind: FigureKind; step: 'hour' | 'day' }>;
export type ContactLine = Shape<'ContactView'>;
export type CaseLine = Shape<'CaseLineView'>;
export type ClockBehind = Shape<'ClockLineView'>;
export type ReportSchedule = Shape<'ScheduleView'>;
export type ReportDelivery = Shape<'DeliveryView'>;
export type SurveyRules = Shape<'SurveyRulesView'>;
export type SurveyFrame = Words<Shape<'SurveyFrameView'>, { verdicts: Record<string, number> }>;

export type SurveySource = Shape<'SurveySourceView'>;
export type PushSettings = Shape<'PushSettingsView'>;

export type LocalizedName = Shape<'LocalName'>;
export type Unit = Shape<'BusinessUnit'>;
export type Merchant = Shape<'Merchant'>;
export type Carrier = Shape<'Carrier'>;
export type Team = Shape<'Team'>;
/** `password` goes in only. */
export type Staff = Words<Shape<'Staff'>, { roles: Role[] }> & { password?: string };
export type ApiKey = Shape<'ApiKey'>;
/** The answer to a new key: its secret, this once. */
export type NewApiKey = Shape<'NewApiKey'>;
export type ConsumerKey = Shape<'ConsumerKeyView'> & { secret?: string };
export type Tenant = Shape<'TenantProfile'>;
/** What was promised, beside a conversation. */
export type Standard = Words<Shape<'StandardView'>, { state: StandardState }>;
export type StandardState = 'on-time' | 'at-risk' | 'broken';
export type Clause = Words<Shape<'ClauseView'>, { targetMinutes: number; warnPercent: number }>;
export type Calendar = Shape<'CalendarView'>;
export type PauseReason = Shape<'PauseReasonView'>;
export type StandardLine = Shape<'StandardLine'>;
export type StandardReport = Words<Shape<'StandardReportView'>, { lines: StandardLine[] }>;
export type ServiceClock = Shape<'ClockView'>;
export type AuditRow = Shape<'AuditItem'>;
export type ImportProblem = Shape<'ImportError'>;
export type ImportPreview = Words<Shape<'ImportPreview'>, { rows: Record<string, unknown>[] }>;
export type ImportResult = Shape<'ImportResult'>;

export type AutomationCondition = Omit<Shape<'ConditionSpec'>, 'value'> & { value?: unknown };
export type AutomationStep = Shape<'StepSpec'>;
export type Automation = Words<Shape<'AutomationView'>, { state: 'off' | 'on' | 'stopped'; trigger: { event: string; afterMinutes?: number | null }; all: AutomationCondition[]; any: AutomationCondition[] }>;
export interface AutomationDraft { id: string; name: string; trigger: { event: string; afterMinutes?: number }; all: AutomationCondition[]; any: AutomationCondition[]; steps: AutomationStep[] }
export type AutomationGrammar = Shape<'AutomationGrammarView'>;
export type AutomationField = AutomationGrammar['fields'][number];
export type AutomationStepKind = AutomationGrammar['steps'][number];
export type AutomationTest = Shape<'AutomationTestView'>;
export type AutomationRun = Shape<'AutomationRunView'>;
export type Loan = Shape<'LoanView'>;
export type AtRisk = Shape<'AtRiskView'>;
export type UnitAtRisk = Shape<'UnitAtRisk'>;
/** `password` goes in only. */
export type Mailbox = Shape<'MailboxView'> & { password?: string };
export type MailboxTest = Shape<'MailboxTest'>;
export type Mail = Shape<'MailView'>;
export type OutgoingMail = Shape<'OutgoingMailView'>;
export type Webhook = Shape<'WebhookView'>;
export type SavedWebhook = Shape<'SavedWebhook'>;
export type WebhookDelivery = Shape<'WebhookDeliveryView'>;
export type WebhookDeliveryDetail = Shape<'WebhookDeliveryDetail'>;
