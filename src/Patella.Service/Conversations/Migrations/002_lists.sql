-- Lists read newest first and page by (last_at, id): with both in the index a rare state or unit is read by its own entries,
-- not by walking a tenant's whole history until a page is full.
drop index conversation_state;
drop index conversation_unit;
create index conversation_state on conversation (tenant, state, last_at, id);
create index conversation_unit  on conversation (tenant, unit, last_at, id);
