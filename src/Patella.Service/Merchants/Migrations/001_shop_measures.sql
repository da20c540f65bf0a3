-- What was proposed, decided and done about a shop: suspended, or rewarded. One row each, for ever.
create table shop_measure (
    tenant            text   not null,
    id                text   not null check (length(id) between 1 and 60),
    content           text   not null check (length(content) = 64),
    kind              text   not null check (kind in ('shop-suspend', 'shop-reward')),
    shop              text   not null,
    rule              text   not null check (length(rule) between 1 and 60),
    -- The clause as it stood when it was proposed, in every language.
    clause            text   not null check (length(clause) <= 4000),
    -- Written for the merchant; no consumer stands in it.
    words             text   not null check (length(words) between 1 and 1000),
    evidence          text   not null check (length(evidence) <= 10000),
    days              bigint check (days between 1 and 365),
    reward            text   check (length(reward) <= 60),
    state             text   not null check (state in ('proposed', 'declined', 'withdrawn', 'applying', 'refused', 'in-force', 'lifting', 'lifted')),
    code              text   check (length(code) <= 80),
    detail            text   check (length(detail) <= 500),
    proposed_by       text   not null,
    proposed_at       bigint not null,
    decide_by         bigint not null,
    decided_by        text,
    decided_at        bigint,
    decided_words     text   check (length(decided_words) <= 1000),
    in_force_at       bigint,
    ends_at           bigint,
    lift_why          text   check (lift_why in ('person', 'appeal', 'time')),
    lifted_by         text,
    lift_words        text   check (length(lift_words) <= 1000),
    lifted_at         bigint,
    appealed_by       text,
    appealed_at       bigint,
    appeal_words      text   check (length(appeal_words) <= 2000),
    appeal_due        bigint,
    appeal_late       bigint not null default 0 check (appeal_late in (0, 1)),
    appeal_state      text   check (appeal_state in ('open', 'granted', 'upheld')),
    appeal_decided_by text,
    appeal_decided_at bigint,
    appeal_answer     text   check (length(appeal_answer) <= 1000),
    -- Times it was taken back: each try has a key of its own at the marketplace.
    lifts             bigint not null default 0,
    sent_at           bigint,
    next_at           bigint,
    asked             bigint not null default 0,
    primary key (tenant, id),
    -- Nobody decides what they proposed, and an appeal is answered by a third person.
    check (decided_by is null or decided_by <> proposed_by),
    check (appeal_decided_by is null or (appeal_decided_by <> proposed_by and appeal_decided_by <> decided_by))
);
create index shop_measure_shop  on shop_measure (tenant, shop, proposed_at, id);
create index shop_measure_state on shop_measure (tenant, state, proposed_at, id);
create index shop_measure_due   on shop_measure (tenant, next_at) where next_at is not null;

-- A row a shop, held while something about it is decided, so that two at once come one after the other.
create table shop_hold (
    tenant text   not null,
    shop   text   not null,
    times  bigint not null default 0,
    primary key (tenant, shop)
);
