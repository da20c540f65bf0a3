-- Everything of value that a consumer receives, and what a consumer pays for a change; one row each.
create table remedy (
    tenant       text   not null,
    id           text   not null check (length(id) between 1 and 70),
    content      text   not null check (length(content) = 64),
    kind         text   not null,
    source       bigint not null check (source between 1 and 4),
    amount       bigint not null check (amount >= 0),
    currency     text   not null check (length(currency) = 3),
    order_ref    text,
    case_ref     text,
    person       text,
    instrument   text   check (length(instrument) <= 60),
    way          text   not null check (way in ('stored-value', 'outside', 'in-kind')),
    fund         text,
    merchant     text,
    -- Free text: erased with the person.
    reason       text   check (length(reason) <= 500),
    given_kind   text   not null check (given_kind in ('staff', 'consumer', 'api', 'system')),
    given_by     text,
    grade        bigint not null default 0,
    state        text   not null check (state in ('planned', 'reserved', 'paid', 'confirmed', 'failed', 'reversed', 'cancelled')),
    attempt      bigint not null default 1 check (attempt > 0),
    received     bigint check (received >= 0),
    code         text   check (length(code) <= 80),
    given_back   text,
    promised_by  bigint,
    planned_at   bigint not null,
    changed_at   bigint not null,
    confirmed_at bigint,
    -- Where the consumer acted in good faith nothing is taken back.
    ended_reason text   check (length(ended_reason) <= 500),
    primary key (tenant, id)
);
create index remedy_order  on remedy (tenant, order_ref, planned_at) where order_ref is not null;
create index remedy_case   on remedy (tenant, case_ref, planned_at) where case_ref is not null;
create index remedy_person on remedy (tenant, person, planned_at) where person is not null;
create index remedy_shop   on remedy (tenant, merchant, planned_at, id) where merchant is not null;
create index remedy_state  on remedy (tenant, state, planned_at, id);
create index remedy_newest on remedy (tenant, planned_at, id);

-- What the marketplace took for an order and gave back itself, as far as it stands in the books.
create table remedy_payment (
    tenant     text   not null,
    order_ref  text   not null,
    id         text   not null,
    currency   text   not null check (length(currency) = 3),
    instrument text,
    captured   bigint not null default 0 check (captured >= 0),
    refunded   bigint not null default 0 check (refunded >= 0),
    primary key (tenant, order_ref, id)
);
