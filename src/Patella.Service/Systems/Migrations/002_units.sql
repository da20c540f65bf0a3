-- The unit that answered for the system when it was called: who answers for it later changes no figure of the past.
alter table system_call add column unit text check (length(unit) <= 100);
