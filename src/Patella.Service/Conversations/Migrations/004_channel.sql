-- By which way its consumer speaks: chat (widget, page) or email.
alter table conversation add column channel text not null default 'chat' check (channel in ('chat', 'email'));
