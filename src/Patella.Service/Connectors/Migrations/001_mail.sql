create table mailbox (
    tenant        text   not null,
    id            text   not null,
    name          text   not null check (length(name) between 1 and 120),
    address       text   not null check (length(address) between 3 and 254),
    display_name  text   not null check (length(display_name) <= 120),
    unit          text   not null,
    language      text   not null,
    active        bigint not null,
    plus_addresses bigint not null,
    whole_folder  bigint not null,
    folder        text   not null check (length(folder) between 1 and 200),
    imap_host     text   not null,
    imap_port     bigint not null,
    imap_security text   not null check (imap_security in ('tls', 'starttls', 'none')),
    smtp_host     text   not null,
    smtp_port     bigint not null,
    smtp_security text   not null check (smtp_security in ('tls', 'starttls', 'none')),
    user_name     text   not null check (length(user_name) <= 254),
    secret        text   not null,
    certificate   text,
    version       bigint not null,
    primary key (tenant, id)
);

-- How far a mailbox was read and how it is; moved in the transaction that keeps the mail.
create table mailbox_state (
    tenant       text   not null,
    mailbox      text   not null,
    uid_validity bigint not null,
    last_uid     bigint not null,
    state        text   not null check (state in ('never', 'connected', 'failing')),
    problem      text,
    changed_at   bigint not null,
    fetched_at   bigint,
    looked_at    bigint,
    primary key (tenant, mailbox)
);

-- A mail that came in. Its raw bytes stand in the segments under 'mail/' and its id before this row does.
create table mail (
    tenant       text   not null,
    id           text   not null,
    mailbox      text   not null,
    uid_validity bigint not null,
    uid          bigint not null,
    size         bigint not null,
    received_at  bigint not null,
    state        text   not null check (state in ('stored', 'done', 'quarantined')),
    kind         text,
    reason       text,
    forced       bigint not null default 0,
    fingerprint  text,
    message_key  text,
    message_id   text,
    refs         text,
    sender       text,
    sender_name  text,
    subject      text,
    body         text,
    files        text,
    conversation text,
    person       text,
    about        text,
    primary key (tenant, id)
);
create unique index mail_place on mail (tenant, mailbox, uid_validity, uid);
create index mail_state on mail (tenant, state, received_at, id);
create index mail_kind on mail (tenant, kind, received_at, id);
create index mail_all on mail (tenant, received_at, id);
create index mail_fingerprint on mail (tenant, fingerprint) where fingerprint is not null;
create index mail_message on mail (tenant, message_key) where message_key is not null;
create index mail_sender on mail (tenant, sender, received_at) where sender is not null;

-- The e-mail side of a conversation: who it is written to, from which mailbox, and the secret part of its reply address.
create table mail_thread (
    tenant       text   not null,
    conversation text   not null,
    mailbox      text   not null,
    address      text   not null,
    name         text   not null,
    subject      text   not null,
    token_key    text   not null,
    last_message text,
    last_mail    text,
    refs         text   not null,
    primary key (tenant, conversation)
);
create unique index mail_thread_token on mail_thread (tenant, token_key);

-- Whom an address that nobody else vouches for belongs to here.
create table mail_sender_person (
    tenant  text not null,
    address text not null,
    person  text not null,
    primary key (tenant, address)
);

create table outgoing_mail (
    tenant       text   not null,
    id           text   not null,
    mailbox      text   not null,
    conversation text,
    person       text,
    purpose      text   not null check (purpose in ('reply', 'notice')),
    address      text   not null check (length(address) between 3 and 254),
    name         text   not null,
    subject      text   not null,
    body         text   not null,
    files        text   not null,
    author       text   not null,
    language     text   not null,
    link         text,
    unsubscribe  text,
    message_id   text   not null,
    in_reply_to  text,
    quote_mail   text,
    refs         text   not null,
    state        text   not null check (state in ('queued', 'transmitting', 'sent', 'unknown', 'failed', 'bounced')),
    attempts     bigint not null,
    next_at      bigint not null,
    problem      text,
    created_at   bigint not null,
    changed_at   bigint not null,
    primary key (tenant, id)
);
create unique index outgoing_mail_message on outgoing_mail (tenant, message_id);
create index outgoing_mail_due on outgoing_mail (tenant, state, mailbox, next_at);
create index outgoing_mail_conversation on outgoing_mail (tenant, conversation) where conversation is not null;
create index outgoing_mail_address on outgoing_mail (tenant, address, created_at);
create index outgoing_mail_all on outgoing_mail (tenant, created_at, id);
