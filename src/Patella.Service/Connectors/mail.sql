-- name: ListMailboxes
select * from mailbox where tenant = @tenant order by name, id limit 200
-- name: FindMailbox
select * from mailbox where tenant = @tenant and id = @id
-- name: SaveMailbox
insert into mailbox (tenant, id, name, address, display_name, unit, language, active, plus_addresses, whole_folder, folder, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, user_name, secret, certificate, version)
values (@tenant, @Id, @Name, @Address, @DisplayName, @Unit, @Language, @Active, @PlusAddresses, @WholeFolder, @Folder, @ImapHost, @ImapPort, @ImapSecurity, @SmtpHost, @SmtpPort, @SmtpSecurity, @UserName, @Secret, @Certificate, 1)
on conflict (tenant, id) do update set name = excluded.name, address = excluded.address, display_name = excluded.display_name, unit = excluded.unit, language = excluded.language, active = excluded.active,
    plus_addresses = excluded.plus_addresses, whole_folder = excluded.whole_folder, folder = excluded.folder, imap_host = excluded.imap_host, imap_port = excluded.imap_port, imap_security = excluded.imap_security,
    smtp_host = excluded.smtp_host, smtp_port = excluded.smtp_port, smtp_security = excluded.smtp_security, user_name = excluded.user_name, secret = excluded.secret, certificate = excluded.certificate, version = mailbox.version + 1
-- name: DeleteMailbox
delete from mailbox where tenant = @tenant and id = @id
-- name: ListStates
select * from mailbox_state where tenant = @tenant
-- name: FindState
select * from mailbox_state where tenant = @tenant and mailbox = @mailbox
-- name: SaveCursor
insert into mailbox_state (tenant, mailbox, uid_validity, last_uid, state, changed_at, fetched_at) values (@tenant, @mailbox, @validity, @uid, 'connected', @now, @now)
on conflict (tenant, mailbox) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, fetched_at = excluded.fetched_at
-- name: SaveHealth
insert into mailbox_state (tenant, mailbox, uid_validity, last_uid, state, problem, changed_at, looked_at) values (@tenant, @mailbox, 0, 0, @state, @problem, @now, @looked)
on conflict (tenant, mailbox) do update set state = excluded.state, problem = excluded.problem, looked_at = coalesce(excluded.looked_at, mailbox_state.looked_at),
    changed_at = case when mailbox_state.state = excluded.state then mailbox_state.changed_at else excluded.changed_at end
-- name: AddMail
insert into mail (tenant, id, mailbox, uid_validity, uid, size, received_at, state, reason) values (@tenant, @Id, @Mailbox, @UidValidity, @Uid, @Size, @ReceivedAt, @State, @Reason)
on conflict do nothing
-- name: FindMail
select * from mail where tenant = @tenant and id = @id
-- name: NextStored
select * from mail where tenant = @tenant and state = 'stored' order by received_at, id limit @limit
-- name: KeepRead
update mail set state = @State, kind = @Kind, reason = @Reason, fingerprint = @Fingerprint, message_key = @MessageKey, message_id = @MessageId, refs = @Refs, sender = @Sender,
    sender_name = @SenderName, subject = @Subject, body = @Body, files = @Files, conversation = @Conversation, about = @About
where tenant = @tenant and id = @Id
-- name: Quarantine
update mail set state = 'quarantined', reason = @reason where tenant = @tenant and id = @id and state = 'stored'
-- name: Replay
update mail set state = 'stored', reason = null, forced = case when forced > @forced then forced else @forced end where tenant = @tenant and id = @id and (state = 'quarantined' or (state = 'done' and kind in ('list', 'loop', 'auto-reply', 'duplicate') and @forced > 0))
-- name: FindTwin
select id from mail where tenant = @tenant and fingerprint = @fingerprint and id <> @id and state = 'done' limit 1
-- name: CountFrom
select count(*) from mail where tenant = @tenant and sender = @sender and received_at > @since and received_at <= @until and state = 'done'
-- name: FindByMessageKeys
select * from mail where tenant = @tenant and message_key in @keys and conversation is not null order by received_at desc limit 1
-- name: SetConversation
update mail set conversation = @conversation, person = @person where tenant = @tenant and id = @id
-- name: FindThread
select * from mail_thread where tenant = @tenant and conversation = @conversation
-- name: FindThreadByToken
select * from mail_thread where tenant = @tenant and token_key = @tokenKey
-- name: SaveThread
insert into mail_thread (tenant, conversation, mailbox, address, name, subject, token_key, last_message, last_mail, refs)
values (@tenant, @Conversation, @Mailbox, @Address, @Name, @Subject, @TokenKey, @LastMessage, @LastMail, @Refs)
on conflict (tenant, conversation) do update set mailbox = excluded.mailbox, address = excluded.address, name = excluded.name, last_message = excluded.last_message, last_mail = excluded.last_mail, refs = excluded.refs
-- name: FindPersonOf
select person from mail_sender_person where tenant = @tenant and address = @address
-- name: SavePersonOf
insert into mail_sender_person (tenant, address, person) values (@tenant, @address, @person) on conflict (tenant, address) do nothing
-- name: AddOutgoing
insert into outgoing_mail (tenant, id, mailbox, conversation, person, purpose, address, name, subject, body, files, author, language, link, unsubscribe, message_id, in_reply_to, quote_mail, refs, state, attempts, next_at, created_at, changed_at)
values (@tenant, @Id, @Mailbox, @Conversation, @Person, @Purpose, @Address, @Name, @Subject, @Body, @Files, @Author, @Language, @Link, @Unsubscribe, @MessageId, @InReplyTo, @QuoteMail, @Refs, 'queued', 0, @NextAt, @CreatedAt, @CreatedAt)
on conflict (tenant, id) do nothing
-- name: DueMailboxes
select distinct mailbox from outgoing_mail where tenant = @tenant and state = 'queued' and next_at <= @now
-- name: DueOutgoing
select * from outgoing_mail where tenant = @tenant and state = 'queued' and mailbox = @mailbox and next_at <= @now order by next_at, id limit @limit
-- name: PostponeMailbox
update outgoing_mail set next_at = @nextAt, problem = @problem, attempts = attempts + 1, changed_at = @now where tenant = @tenant and state = 'queued' and mailbox = @mailbox and next_at <= @now
-- name: FindOutgoing
select * from outgoing_mail where tenant = @tenant and id = @id
-- name: FindOutgoingByMessage
select * from outgoing_mail where tenant = @tenant and message_id in @ids order by created_at desc limit 1
-- name: LeftTransmitting
select * from outgoing_mail where tenant = @tenant and state = 'transmitting' limit 500
-- name: SetOutgoing
update outgoing_mail set state = @state, attempts = @attempts, next_at = @nextAt, problem = @problem, doubts = @doubts, changed_at = @now where tenant = @tenant and id = @id and state in @from
-- name: OfConversation
select id, state, problem, changed_at from outgoing_mail where tenant = @tenant and conversation = @conversation and purpose = 'reply' order by created_at limit 1000
-- name: CountNotices
select count(*) from outgoing_mail where tenant = @tenant and address = @address and purpose = 'notice' and person is not null and created_at > @since
-- name: CountOfStates
select state, count(*) as count, min(next_at) as oldest from outgoing_mail where tenant = @tenant and state in ('queued', 'unknown', 'failed', 'bounced') group by state
-- name: CountOfMails
select state, count(*) as count, min(received_at) as oldest from mail where tenant = @tenant and state in ('stored', 'quarantined') group by state
-- name: OfPersons
select * from mail where tenant = @tenant and (person in @persons
    or sender in (select address from mail_sender_person where tenant = @tenant and person in @persons)
    or sender in (select address from outgoing_mail where tenant = @tenant and person in @persons))
-- name: OfConversations
select * from mail where tenant = @tenant and conversation in @conversations
-- name: OutgoingOfPersons
select * from outgoing_mail where tenant = @tenant and person in @persons
-- name: EraseMails
update mail set sender = null, sender_name = null, subject = null, body = null, files = null, message_id = null, message_key = null, refs = null, fingerprint = null
where tenant = @tenant and id in @ids and (sender is not null or subject is not null or body is not null or message_id is not null or fingerprint is not null)
-- name: EraseOutgoing
update outgoing_mail set address = 'erased@invalid', name = '', subject = '', body = '', files = '[]', link = null, unsubscribe = null, in_reply_to = null, refs = '', problem = null,
    state = case when state in ('queued', 'transmitting') then 'failed' else state end
where tenant = @tenant and id in @ids and address <> 'erased@invalid'
-- name: EraseThreads
update mail_thread set address = 'erased@invalid', name = '', subject = '', last_message = null, refs = '' where tenant = @tenant and conversation in @ids and address <> 'erased@invalid'
-- name: EraseSenders
delete from mail_sender_person where tenant = @tenant and person in @persons
