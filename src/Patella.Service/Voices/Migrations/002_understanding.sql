-- The tree of reasons, a row for each version; version 0 is the built-in one and has no row.
create table voice_tree (
    tenant  text   not null,
    version bigint not null check (version > 0),
    at      bigint not null,
    by_id   text   not null,
    by_name text   not null,
    stages  text   not null,
    primary key (tenant, version)
);

-- What people said a voice, or a text they brought along, means. Only added to; the newest of a voice counts.
create table voice_label (
    tenant       text   not null,
    number       bigint not null,
    id           text   not null check (length(id) between 1 and 100),
    position     bigint,
    example      text   check (length(example) <= 20000),
    label        text   check (length(label) <= 60),
    sentiment    bigint check (sentiment between -1 and 1),
    urgency      bigint check (urgency between 0 and 2),
    remark       text   check (length(remark) <= 500),
    tree         bigint not null,
    at           bigint not null,
    by_id        text   not null,
    by_name      text   not null,
    primary key (tenant, number),
    check ((position is null) <> (example is null)),
    check (label is not null or sentiment is not null or urgency is not null)
);
create unique index voice_label_id on voice_label (tenant, id);
create index voice_label_position on voice_label (tenant, position) where position is not null;

-- Models of this tenant; their bytes are segments named by their hash. The built-in one has no row.
create table voice_model (
    tenant     text   not null,
    id         text   not null check (length(id) between 1 and 100),
    number     bigint not null,
    state      text   not null check (state in ('training', 'challenger', 'champion', 'retired', 'failed')),
    tree       bigint not null,
    hash       text   check (length(hash) = 64),
    labels     bigint not null default 0,
    asked_at   bigint not null,
    trained_at bigint,
    measured   text,
    failure    text,
    promoted_at bigint,
    promoted_by text,
    remark     text   check (length(remark) <= 1000),
    by_id      text   not null,
    by_name    text   not null,
    primary key (tenant, id),
    check (state in ('training', 'failed') or (hash is not null and measured is not null and trained_at is not null))
);
create unique index voice_model_number on voice_model (tenant, number);
create index voice_model_state on voice_model (tenant, state);

-- What is still to be told to the log of voices, in this order; a row goes once it is there.
create table voice_telling (
    tenant text   not null,
    number bigint not null,
    kind   text   not null check (length(kind) between 1 and 40),
    told   text   not null,
    primary key (tenant, number)
);

-- Numbers given out, and the lock that edits, labels and switches take.
create table voice_numbers (
    tenant   text   not null primary key,
    labels   bigint not null default 0,
    models   bigint not null default 0,
    tellings bigint not null default 0,
    held     bigint not null default 0
);
