--#postgres
-- The row of a topic is locked by each append until its commit, so numbers are gapless and become visible in order.
create table log_topic (
    tenant text   not null,
    topic  text   not null,
    first  bigint not null,
    next   bigint not null,
    primary key (tenant, topic)
);
create table log_record (
    tenant  text   not null,
    topic   text   not null,
    number  bigint not null,
    payload bytea  not null,
    primary key (tenant, topic, number)
);
alter table log_record alter column payload set storage external;
--#end
