-- What is counted of a shop: one row a thing that happened, made of everything told about it, so the order of telling does not matter.
create table score_fact (
    tenant    text   not null,
    -- order:ID, case:ID or consult:ID, of whose events it is made.
    owner     text   not null,
    measure   bigint not null,
    -- Which of several: a refund's id; empty where there is one only.
    part      text   not null,
    merchant  text   not null,
    -- Local day, counted from 0001-01-01.
    day       bigint not null,
    at        bigint not null,
    counted   bigint not null check (counted in (0, 1)),
    good      bigint not null check (good in (0, 1)),
    amount    bigint not null,
    amount2   bigint not null,
    amount3   bigint not null,
    order_ref text,
    case_ref  text,
    person    text,
    -- Why it is not counted although it happened: a word from a list.
    flaw      text,
    primary key (tenant, owner, measure, part)
);
create index score_fact_behind on score_fact (tenant, merchant, measure, day, owner, part);
create index score_fact_pair   on score_fact (tenant, merchant, person) where person is not null;

-- The sums of the counted facts by shop and day.
create table score_day (
    tenant text not null,
    merchant text not null,
    day bigint not null,
    rounds bigint not null default 0,
    quick bigint not null default 0,
    paid bigint not null default 0,
    due bigint not null default 0,
    prompt bigint not null default 0,
    shipped bigint not null default 0,
    ship_seconds bigint not null default 0,
    refunds bigint not null default 0,
    refund_seconds bigint not null default 0,
    helped bigint not null default 0,
    disputes bigint not null default 0,
    judged bigint not null default 0,
    rated bigint not null default 0,
    goods bigint not null default 0,
    service bigint not null default 0,
    logistics bigint not null default 0,
    primary key (tenant, merchant, day)
);

-- One row: up to which day nights have been scored. Whoever counts and whoever begins a night hold it one after the other.
create table score_state (
    tenant     text   not null,
    key        text   not null,
    closed_day bigint not null,
    turns      bigint not null,
    primary key (tenant, key)
);

-- A day's sums changed after a night had been scored with them.
create table score_correction (
    tenant      text   not null,
    id          text   not null,
    merchant    text   not null,
    owner       text   not null,
    measure     bigint not null,
    -- late, corrected or withdrawn.
    kind        text   not null,
    day_before  bigint,
    day_after   bigint,
    before      text,
    after       text,
    order_ref   text,
    case_ref    text,
    at          bigint not null,
    -- The published night that was revised for it; 0 when none holds that day or nothing changed in it; null while it waits.
    night       bigint,
    revision    bigint,
    primary key (tenant, id)
);
create index score_correction_waiting on score_correction (tenant, merchant, id) where night is null;
create index score_correction_shop    on score_correction (tenant, merchant, at, id);

create table score_night (
    tenant       text   not null,
    night        bigint not null,
    state        text   not null check (state in ('asked', 'running', 'published', 'done', 'failed')),
    from_day     bigint not null,
    until_day    bigint not null,
    asked_at     bigint not null,
    published_at bigint,
    shops        bigint not null default 0,
    scored       bigint not null default 0,
    policy       text   not null default '',
    problem      text,
    primary key (tenant, night)
);

-- A shop's score of a night. Revisions are added, never changed.
create table score (
    tenant   text   not null,
    night    bigint not null,
    merchant text   not null,
    revision bigint not null,
    category text   not null,
    -- Thousandths; null when too little is known.
    total    bigint,
    badge    bigint not null check (badge in (0, 1)),
    figures  text   not null,
    policy   text   not null,
    because  text   not null,
    made_at  bigint not null,
    primary key (tenant, night, merchant, revision)
);
create index score_shop on score (tenant, merchant, night, revision);

-- What the shops of a category reached in a night, sorted: a corrected shop finds its place among the others as they were.
create table score_field (
    tenant   text   not null,
    night    bigint not null,
    category text   not null,
    shops    bigint not null,
    disputes bigint not null,
    paid     bigint not null,
    reached  text   not null,
    primary key (tenant, night, category)
);

create table score_badge (
    tenant   text   not null,
    id       text   not null,
    merchant text   not null,
    night    bigint not null,
    revision bigint not null,
    granted  bigint not null check (granted in (0, 1)),
    because  text   not null,
    fell     text   not null,
    total    bigint,
    earlier  bigint,
    at       bigint not null,
    primary key (tenant, id)
);
create unique index score_badge_once on score_badge (tenant, merchant, night, revision);
create index score_badge_feed on score_badge (tenant, at, id);

create table score_promotion (
    tenant  text   not null,
    id      text   not null,
    title   text   not null check (length(title) between 1 and 120),
    cut_off bigint not null,
    made_at bigint not null,
    made_by text   not null,
    primary key (tenant, id)
);
create index score_promotion_cut on score_promotion (tenant, cut_off, id);
