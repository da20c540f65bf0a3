-- An answer to an obstacle finds the note that it came from.
create index listening_note_ref on listening_note (tenant, ref) where ref is not null;
