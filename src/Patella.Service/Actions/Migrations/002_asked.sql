-- The consumer was asked in a conversation: their yes does it, for whoever asked.
alter table action_preview add column asked_at bigint;
alter table action_preview add column case_ref text;
