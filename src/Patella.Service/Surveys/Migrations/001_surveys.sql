-- Who is asked, as rules that stand from an instant on. Old versions stay: every line of the frame names the one it was decided by.
create table survey_rules (
    tenant      text   not null,
    version     bigint not null check (version > 0),
    active      bigint not null check (active in (0, 1)),
    -- Share of persons asked in a period, in basis points.
    share       bigint not null check (share between 0 and 10000),
    cap         bigint not null check (cap between 1 and 10),
    period_days bigint not null check (period_days between 1 and 365),
    open_hours  bigint not null check (open_hours between 1 and 720),
    questions   text   not null,
    saved_at    bigint not null,
    saved_by    text   not null,
    primary key (tenant, version)
);

-- The frame: everybody who could have been asked, whether they were, and why not.
create table survey_frame (
    tenant       text   not null,
    subject_kind text   not null check (subject_kind in ('conversation', 'case')),
    subject_id   text   not null,
    person       text   not null,
    unit         text   not null,
    at           bigint not null,
    period       bigint not null,
    rules        bigint not null,
    draw         bigint not null,
    verdict      text   not null check (verdict in ('asked', 'not-drawn', 'capped', 'said-nothing', 'no-page')),
    primary key (tenant, subject_kind, subject_id)
);
create index survey_frame_at     on survey_frame (tenant, at, subject_id, verdict);
create index survey_frame_person on survey_frame (tenant, person, period, verdict);

create table survey (
    tenant       text   not null,
    id           text   not null,
    subject_kind text   not null,
    subject_id   text   not null,
    conversation text,
    case_ref     text,
    person       text   not null,
    unit         text   not null,
    state        text   not null check (state in ('sampled', 'sent', 'answered', 'expired')),
    rules        bigint not null,
    questions    text   not null,
    sampled_at   bigint not null,
    sent_at      bigint,
    expires_at   bigint not null,
    answered_at  bigint,
    recommend    bigint check (recommend between 0 and 10),
    simpler      bigint check (simpler between -2 and 2),
    primary key (tenant, id)
);
create unique index survey_subject on survey (tenant, subject_kind, subject_id);
create index survey_person on survey (tenant, person, sampled_at);
create index survey_conversation on survey (tenant, conversation) where conversation is not null;

-- What staff noted for a consumer; a source of its own.
create table survey_record (
    tenant       text   not null,
    conversation text   not null,
    staff        text   not null,
    at           bigint not null,
    satisfied    bigint check (satisfied between 1 and 5),
    solved       bigint check (solved in (0, 1)),
    primary key (tenant, conversation)
);
