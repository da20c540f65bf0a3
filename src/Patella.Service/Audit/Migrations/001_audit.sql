create table audit_entry (
    tenant      text   not null,
    id          text   not null,
    at          bigint not null,
    recorded_at bigint not null,
    actor_kind  text   not null,
    actor       text   not null,
    action      text   not null check (length(action) <= 80),
    subject     text   not null check (length(subject) <= 200),
    detail      text   check (detail is null or length(detail) <= 8192),
    primary key (tenant, id)
);
create index audit_entry_time on audit_entry (tenant, recorded_at, id);
create index audit_entry_subject on audit_entry (tenant, subject, recorded_at);
