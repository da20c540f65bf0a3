-- When a page of this person was last on the live channel, machine time; null while none was since they said what they are.
alter table presence add column seen_at bigint;
