-- A late reader must not undo what was done after the words it reads: the number of the entry that did it. 0: before this was kept.
alter table conversation_snooze add column sequence bigint not null default 0;
alter table conversation_merge add column sequence bigint not null default 0;
