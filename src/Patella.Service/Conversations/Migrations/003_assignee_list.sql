-- What one person of the staff had, newest first, by its own entries.
create index conversation_assignee_last on conversation (tenant, assignee, last_at, id) where assignee is not null;
