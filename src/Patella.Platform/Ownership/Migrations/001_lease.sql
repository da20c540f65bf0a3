--#postgres
-- A process is alive while expires_at, by this server's clock, lies ahead. Once expired it can never be renewed: the process takes a new name.
create table node (
    holder     text        primary key,
    address    text        not null,
    secret     text        not null,
    expires_at timestamptz not null
);
-- Commits of an owner share-lock this row; only a change of owner writes it, so renewals never wait for commits.
create table lease (
    partition text   primary key,
    holder    text   not null,
    epoch     bigint not null
);
--#end
