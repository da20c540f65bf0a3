-- One row an order that was ever acted on: whoever decides about an order holds it, so that two decide one after the other.
create table action_order (
    tenant    text   not null,
    order_ref text   not null,
    decisions bigint not null default 0,
    primary key (tenant, order_ref)
);

-- What an action would do, as it was shown, and the consent to exactly that.
create table action_preview (
    tenant        text   not null,
    id            text   not null,
    order_ref     text   not null,
    kind          text   not null,
    person        text,
    -- Arguments may hold an address: erased with the person.
    content       text,
    hash          text   not null check (length(hash) = 64),
    terms         text   not null check (length(terms) = 64),
    conversation  text,
    made_kind     text   not null,
    made_by       text   not null,
    consent       text   not null check (consent in ('not-needed', 'asked', 'given', 'used')),
    consented_by  text,
    consented_at  bigint,
    consent_until bigint,
    used_by       text,
    made_at       bigint not null,
    expires_at    bigint not null,
    primary key (tenant, id),
    check ((consent in ('given', 'used')) = (consented_by is not null))
);
create index action_preview_order on action_preview (tenant, order_ref, made_at);
create index action_preview_person on action_preview (tenant, person, made_at) where consent = 'asked';

create table service_action (
    tenant       text   not null,
    id           text   not null check (length(id) between 1 and 60),
    command      text   not null check (length(command) = 64),
    kind         text   not null,
    order_ref    text   not null,
    number       text   not null,
    person       text,
    unit         text,
    merchant     text,
    -- Arguments may hold an address, the reason words of a person: erased with the person.
    arguments    text,
    change       text,
    reason       text   check (length(reason) <= 500),
    hash         text   not null check (length(hash) = 64),
    money        text   not null,
    pieces       text   not null,
    value        bigint not null check (value >= 0),
    currency     text,
    state        text   not null check (state in ('waiting-approval', 'collecting', 'executing', 'unknown', 'done', 'refused', 'declined')),
    author_kind  text   not null check (author_kind in ('consumer', 'staff', 'program')),
    author_id    text   not null,
    grade        text   not null,
    case_ref     text,
    conversation text,
    preview      text,
    authority    text   not null check (authority in ('not-needed', 'own', 'second')),
    approved_by  text,
    approved_at  bigint,
    attempts     bigint not null default 0,
    asked        bigint not null default 0,
    sent_at      bigint,
    next_at      bigint,
    code         text   check (length(code) <= 80),
    detail       text   check (length(detail) <= 500),
    accepted_at  bigint not null,
    ended_at     bigint,
    primary key (tenant, id),
    check ((state in ('done', 'refused', 'declined')) = (ended_at is not null)),
    check (approved_by is null or approved_by <> author_id)
);
create index service_action_due    on service_action (tenant, next_at, id) where state in ('collecting', 'executing', 'unknown');
create index service_action_order  on service_action (tenant, order_ref, accepted_at, id);
create index service_action_state  on service_action (tenant, state, accepted_at, id);
create index service_action_author on service_action (tenant, author_id, accepted_at) where value > 0;
create index service_action_case   on service_action (tenant, case_ref) where case_ref is not null;
create index service_action_person on service_action (tenant, person, accepted_at) where person is not null;
