-- People who help out in another unit until a moment of business time.
create table dispatch_loan (
    tenant  text   not null,
    id      text   not null,
    staff   text   not null,
    unit    text   not null,
    until   bigint not null,
    lent_by text   not null,
    lent_at bigint not null,
    primary key (tenant, id, staff)
);
create index dispatch_loan_staff on dispatch_loan (tenant, staff);
