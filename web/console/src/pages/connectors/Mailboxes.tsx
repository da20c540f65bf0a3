import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { mailboxes } from '../../api/connectors.ts';
import { newId } from '../../api/identifiers.ts';
import { problemText } from '../../parts/feedback.tsx';
import type { Mailbox, MailboxTest } from '../../api/types.ts';
import { useUnitName, useUnitOptions } from '../../app/names.ts';
import { shortTime } from '../../i18n/format.ts';
import { t, tValue } from '../../i18n/language.ts';
import { StateMark } from '../../parts/state.tsx';
import { usePageLanguageOptions } from '../settings/options.ts';
import { ResourcePage, type Resource } from '../settings/ResourcePage.tsx';
import { MailLists } from './MailLists.tsx';
import '../../styles/connectors.css';

const hostPattern = /^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/;
const securityOptions = () => ['tls', 'starttls', 'none'].map((value) => ({ value, label: t(`mailboxes.security.${value}` as 'mailboxes.security.tls') }));

function UnitCell({ code }: { code: string }) { return <>{useUnitName()(code)}</>; }

/** How the line to the server is: in words, and since when. */
function StateCell({ mailbox }: { mailbox: Mailbox }) {
  if (!mailbox.active) return <StateMark tone="none">{t('mailboxes.off')}</StateMark>;
  const tone = mailbox.state === 'connected' ? 'good' : mailbox.state === 'failing' ? 'bad' : 'none';
  return (
    <span>
      <StateMark tone={tone}>{tValue('mailboxes.state', mailbox.state)}</StateMark>
      {mailbox.changedAt && <span className="meta"> {shortTime(mailbox.changedAt)}</span>}
      {mailbox.problem && <span className="meta problem-line">{mailbox.problem}</span>}
    </span>
  );
}

/** Signs in to both servers and says how far it came; nothing is sent. */
function TestCell({ mailbox }: { mailbox: Mailbox }) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<MailboxTest | string>();
  const run = async () => {
    setBusy(true);
    try { setResult(await mailboxes.test(mailbox.id)); } catch (error) { setResult(problemText(error)); } finally { setBusy(false); }
  };
  return (
    <span onClick={(event) => event.stopPropagation()}>
      <Button size="small" loading={busy} onClick={() => void run()}>{t('mailboxes.test')}</Button>
      {result && (
        <Modal open title={t('mailboxes.testTitle', { name: mailbox.name })} onCancel={() => setResult(undefined)} footer={<Button type="primary" onClick={() => setResult(undefined)}>{t('action.close')}</Button>}>
          {typeof result === 'string' ? <Alert type="error" role="alert" message={result} /> : result.steps.map((step) => (
            <p key={step.name}><StateMark tone={step.ok ? 'good' : 'bad'}>{tValue('mailboxes.step', step.name)}</StateMark>{step.detail && <span className="meta problem-line">{step.detail}</span>}</p>
          ))}
        </Modal>
      )}
    </span>
  );
}

const resource: Resource<Mailbox> = {
  name: 'mailboxes', title: 'settings.mailboxes', intro: 'mailboxes.intro', emptyText: 'mailboxes.empty',
  idOf: (mailbox) => mailbox.id, words: (mailbox) => `${mailbox.name} ${mailbox.address} ${mailbox.unit}`,
  make: () => ({ id: newId(), active: true, plusAddresses: true, wholeFolder: false, folder: 'INBOX', language: 'zh-CN', imapPort: 993, imapSecurity: 'tls', smtpPort: 465, smtpSecurity: 'tls' }),
  list: () => mailboxes.list(),
  save: (mailbox) => mailboxes.save({ ...mailbox, password: mailbox.password || undefined, certificate: mailbox.certificate || undefined }),
  remove: (mailbox) => mailboxes.remove(mailbox.id),
  columns: [
    { title: 'mailboxes.name', render: (mailbox) => mailbox.name },
    { title: 'mailboxes.address', render: (mailbox) => mailbox.address },
    { title: 'board.unit', render: (mailbox) => <UnitCell code={mailbox.unit} /> },
    { title: 'mailboxes.stateTitle', render: (mailbox) => <StateCell mailbox={mailbox} /> },
    { title: 'mailboxes.testColumn', render: (mailbox) => <TestCell mailbox={mailbox} /> },
  ],
  fields: [
    { name: 'name', label: 'mailboxes.name', help: 'mailboxes.nameHelp', kind: 'text', required: true, maximum: 120 },
    { name: 'address', label: 'mailboxes.address', kind: 'email', required: true, maximum: 254 },
    { name: 'displayName', label: 'mailboxes.displayName', help: 'mailboxes.displayNameHelp', kind: 'text', required: true, maximum: 120 },
    { name: 'unit', label: 'board.unit', help: 'mailboxes.unitHelp', kind: 'choice', required: true, useOptions: useUnitOptions },
    { name: 'language', label: 'mailboxes.language', kind: 'choice', required: true, useOptions: usePageLanguageOptions },
    { name: 'userName', label: 'mailboxes.userName', kind: 'text', required: true, maximum: 254 },
    { name: 'password', label: 'mailboxes.password', help: 'mailboxes.passwordHelp', kind: 'password' },
    { name: 'imapHost', label: 'mailboxes.imapHost', kind: 'text', required: true, maximum: 253, pattern: hostPattern, patternHelp: 'mailboxes.hostRule' },
    { name: 'imapPort', label: 'mailboxes.imapPort', kind: 'number', required: true, minimum: 1, maximum: 65535 },
    { name: 'imapSecurity', label: 'mailboxes.imapSecurity', kind: 'choice', required: true, useOptions: securityOptions },
    { name: 'smtpHost', label: 'mailboxes.smtpHost', kind: 'text', required: true, maximum: 253, pattern: hostPattern, patternHelp: 'mailboxes.hostRule' },
    { name: 'smtpPort', label: 'mailboxes.smtpPort', kind: 'number', required: true, minimum: 1, maximum: 65535 },
    { name: 'smtpSecurity', label: 'mailboxes.smtpSecurity', kind: 'choice', required: true, useOptions: securityOptions },
    { name: 'folder', label: 'mailboxes.folder', kind: 'text', required: true, maximum: 200 },
    { name: 'wholeFolder', label: 'mailboxes.wholeFolder', help: 'mailboxes.wholeFolderHelp', kind: 'switch' },
    { name: 'plusAddresses', label: 'mailboxes.plusAddresses', help: 'mailboxes.plusAddressesHelp', kind: 'switch' },
    { name: 'certificate', label: 'mailboxes.certificate', help: 'mailboxes.certificateHelp', kind: 'text', maximum: 120 },
    { name: 'active', label: 'mailboxes.active', kind: 'switch' },
  ],
};

/** The mailboxes, and below them what came and could not simply be taken, and what left and did not arrive. */
export default function Mailboxes() {
  return <><ResourcePage resource={resource} /><MailLists /></>;
}
