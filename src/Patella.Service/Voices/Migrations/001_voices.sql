-- Where the engine stands: what is counted, what is sealed, which model is in force.
create table voice_engine (
    tenant text not null primary key,
    source_next bigint not null check (source_next >= 0),
    labelled_next bigint not null check (labelled_next >= 0),
    sealed_position bigint not null default -1,
    sealed_source bigint not null default 0,
    sealed_labelled bigint not null default 0,
    model text,
    tick bigint not null default 0,
    voices bigint not null default 0,
    catalogue bigint not null default 0,
    salt text not null check (length(salt) between 16 and 64)
);

-- Roll-ups. grain 0 minute, 1 hour, 2 day; dimension 0 all, 1 + n the n-th dimension, 20 carrier and region, 100 more: what is beyond the bound of that one.
create table voice_sum (
    tenant text not null,
    grain bigint not null check (grain between 0 and 2),
    dimension bigint not null check (dimension between 0 and 200),
    slot bigint not null,
    value text not null check (length(value) <= 401),
    stage text not null check (length(stage) <= 100),
    reason text not null check (length(reason) <= 100),
    count bigint not null,
    families bigint not null,
    positive bigint not null,
    negative bigint not null,
    urgent bigint not null,
    at_once bigint not null,
    primary key (tenant, grain, dimension, slot, value, reason, stage)
);

-- The catalogue of blocks: bounds, where the columns and the words are, and a filter that says what is surely not inside.
create table voice_block (
    tenant text not null,
    first_position bigint not null,
    last_position bigint not null,
    source_next bigint not null,
    row_count bigint not null,
    from_at bigint not null,
    until_at bigint not null,
    sealed_at bigint not null,
    columns_key text not null check (length(columns_key) <= 200),
    words_key text check (length(words_key) <= 200),
    bytes bigint not null,
    version bigint not null default 1,
    filter bytea not null,
    primary key (tenant, first_position)
);

-- Pieces that are being written or that nobody needs any more; what stands here is deleted.
create table voice_piece (
    tenant text not null,
    key text not null check (length(key) <= 200),
    noted_at bigint not null,
    primary key (tenant, key)
);

create table voice_import (
    tenant text not null,
    id text not null check (length(id) <= 100),
    hash text not null check (length(hash) = 64),
    state text not null check (state in ('running', 'done')),
    at bigint not null,
    by_id text not null check (length(by_id) <= 100),
    lines bigint not null default 0,
    accepted bigint not null default 0,
    doubled bigint not null default 0,
    refused bigint not null default 0,
    problems text not null default '[]' check (length(problems) <= 1000000),
    primary key (tenant, id)
);

create table voice_rules (
    tenant text not null primary key,
    text_days bigint not null check (text_days between 1 and 36500),
    minute_days bigint not null check (minute_days between 1 and 3650),
    hour_days bigint not null check (hour_days between 1 and 36500),
    block_days bigint not null check (block_days between 1 and 36500),
    saved_at bigint not null,
    saved_by text not null check (length(saved_by) <= 100)
);
