-- A seat beside a person who serves, from the plan to the last word about it.
create table listening_session (
    tenant        text   not null,
    id            text   not null,
    listener      text   not null,
    listener_name text   not null,
    level         text   not null check (level in ('executive', 'newcomer')),
    host          text   not null,
    host_name     text   not null,
    mode          text   not null check (mode in ('shadow', 'assisted', 'approved')),
    state         text   not null check (state in ('planned', 'seated', 'live', 'debrief', 'closed', 'cancelled')),
    -- Replies that the host must have said yes to before they may let them go out at once.
    needed        bigint not null check (needed between 1 and 100),
    planned_at    bigint not null,
    seated_at     bigint,
    live_at       bigint,
    ended_at      bigint,
    over_at       bigint,
    because       text   check (because is null or length(because) <= 40),
    conversation  text,
    unit          text,
    -- The newest entry of the contact when it became the seat's: what happened in it before is not the seat's.
    sequence      bigint not null default 0,
    approvals     bigint not null default 0,
    free          bigint not null default 0 check (free in (0, 1)),
    primary key (tenant, id)
);
create index listening_session_listener on listening_session (tenant, listener, planned_at, id);
create index listening_session_host     on listening_session (tenant, host, planned_at, id);
create index listening_session_planned  on listening_session (tenant, planned_at, id);
create index listening_session_ended    on listening_session (tenant, ended_at) where ended_at is not null;
create index listening_session_contact  on listening_session (tenant, conversation) where conversation is not null;

-- Who sits: nobody beside two people at once, and nobody with two beside them.
create table listening_seat (
    tenant  text not null,
    staff   text not null,
    session text not null,
    primary key (tenant, staff)
);

create table listening_draft (
    tenant       text   not null,
    id           text   not null,
    session      text   not null,
    conversation text   not null,
    text         text   not null check (length(text) <= 4000),
    state        text   not null check (state in ('proposed', 'sent', 'declined', 'withdrawn', 'void')),
    -- Why it waits for the host even where replies go out at once: personal, money, link or word.
    held         text   check (held is null or length(held) <= 20),
    sent_text    text   check (sent_text is null or length(sent_text) <= 4000),
    reason       text   check (reason is null or length(reason) <= 500),
    by_host      bigint not null default 0 check (by_host in (0, 1)),
    proposed_at  bigint not null,
    decided_at   bigint,
    entry        bigint,
    primary key (tenant, id)
);
create index listening_draft_session on listening_draft (tenant, session, proposed_at, id);
create index listening_draft_contact on listening_draft (tenant, conversation);

create table listening_note (
    tenant        text   not null,
    id            text   not null,
    session       text   not null,
    conversation  text   not null,
    unit          text   not null,
    listener      text   not null,
    listener_name text   not null,
    level         text   not null,
    kind          text   not null check (kind in ('note', 'obstacle')),
    text          text   not null check (length(text) <= 2000),
    state         text   not null check (state in ('open', 'answered', 'obstacle', 'project')),
    answer        text   check (answer is null or length(answer) <= 2000),
    answered_by   text,
    answered_name text,
    ref           text   check (ref is null or length(ref) <= 100),
    at            bigint not null,
    answered_at   bigint,
    heard_at      bigint,
    primary key (tenant, id)
);
create index listening_note_session  on listening_note (tenant, session, at, id);
create index listening_note_state    on listening_note (tenant, state, at, id);
create index listening_note_listener on listening_note (tenant, listener, at, id);
create index listening_note_at       on listening_note (tenant, at, id);
create index listening_note_contact  on listening_note (tenant, conversation);

-- Reminders of a target: one a person and quarter.
create table listening_reminder (
    tenant  text   not null,
    staff   text   not null,
    quarter text   not null,
    done    bigint not null,
    target  bigint not null,
    at      bigint not null,
    primary key (tenant, staff, quarter)
);

create table listening_settings (
    tenant   text   not null,
    version  bigint not null check (version > 0),
    value    text   not null check (length(value) <= 40000),
    saved_at bigint not null,
    saved_by text   not null,
    primary key (tenant, version)
);
